import Database
import Foundation
import Models

/// What somebody asks after their request with: a number for the telephone, and a secret.
struct Receipt: Sendable {
    let request: NewRequest
    /// `YC26-7F3K-2M9Q-XY`.
    let number: String
    let secret: SecretCode

    init(of request: NewRequest, secret: SecretCode) {
        self.request = request
        self.secret = secret
        let year = LegalDate(request.receivedAt).year % 100
        number = "YC\(year < 10 ? "0" : "")\(year)-" + SecretCode.new(letters: 10).text
    }
}

/// What the receipt of a request says of it: no more than its client may know of an answer that is theirs.
struct ReceivedOnline: RowDecodable {
    let request: RequestID
    let organisation: OrganisationID
    let organisationTitle: String?
    let number: String
    let receivedAt: Date
    let state: RequestState
    let decidedAt: Date?
    let reason: String?
    let note: String?
    let caseCode: String?
    let caseID: CaseID?
    /// To whom it went, as a request or as a case (Law 11/2017, Điều 35): the last that is known.
    let receiver: String?

    init(_ row: Row) throws {
        request = try row.get("id")
        organisation = try row.get("organisation")
        organisationTitle = try row.get("title")
        number = try row.get("number")
        receivedAt = try row.get("received_at")
        state = try row.get("state")
        decidedAt = try row.get("decided_at")
        reason = try row.get("reason")
        note = try row.get("note")
        caseCode = try row.get("code")
        caseID = try row.get("case_id")
        receiver = try row.get("receiver")
    }
}
