import Models

/// The case that a mail is about: its code and its place, nothing about the client.
struct MailSubject: Sendable {
    let `case`: CaseID
    let code: String
    let organisation: OrganisationID
    let province: String?

    /// Nil where the case's code has not been heard yet.
    init?(_ watched: WatchedCase) {
        guard let code = watched.code else { return nil }
        self.case = watched.id
        self.code = code
        organisation = watched.organisation
        province = watched.province
    }
}
