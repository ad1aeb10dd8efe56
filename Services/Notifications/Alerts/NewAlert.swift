import Foundation
import Models

/// An alert as it is raised.
struct NewAlert: Sendable {
    let id: AlertID
    let kind: AlertKind
    let `case`: CaseID
    let organisation: OrganisationID
    let province: String
    let lastMovementOn: LegalDate
    /// Without movement until now.
    let workingDays: Int
    /// Where the work rests beyond it.
    let suspendedUntil: LegalDate?
    /// The last day for what is late; nil where the case stands still.
    let dueOn: LegalDate?
    let raisedAt: Date

    /// Nil where too little is known of the case yet.
    init?(_ kind: AlertKind, of watched: WatchedCase, workingDays: (LegalDate) -> Int, dueOn: LegalDate? = nil, at now: Date) {
        guard let province = watched.province, let last = watched.lastMovementOn else { return nil }
        id = AlertID(at: now)
        self.kind = kind
        self.case = watched.id
        organisation = watched.organisation
        self.province = province
        lastMovementOn = last
        self.workingDays = workingDays(last)
        suspendedUntil = kind == .caseStalled && watched.state == .suspended ? watched.suspendedUntil : nil
        self.dueOn = dueOn
        raisedAt = now
    }
}
