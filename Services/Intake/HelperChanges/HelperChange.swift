import Database
import Foundation
import Models

/// Đề nghị thay đổi người thực hiện (circular 12/2018, Điều 9.1): a client's request for another helper, and its answer.
struct HelperChange: RowDecodable, Encodable {
    /// How the client asked.
    enum Channel: String, CaseIterable, Codable, Sendable, Bindable, ColumnDecodable {
        case inPerson = "in_person"
        case phone, post
        /// With the receipt of the request.
        case online
    }

    enum Outcome: String, CaseIterable, Codable, Sendable, Bindable, ColumnDecodable {
        /// Another helper is named (Law 11/2017, Điều 25.3).
        case accepted
        case refused
    }

    static let columns: SQL = """
        id, helper, helper_name, channel, reason, asked_on, due_on, entered_by, entered_at, outcome, answer, answered_by, answered_at, told
        """

    let id: HelperChangeID
    /// Whom they want replaced.
    let helper: HelperID
    let helperName: String
    let channel: Channel
    let reason: String
    let askedOn: LegalDate
    /// By when it is answered: three working days (circular 12/2018, Điều 9.1).
    let dueOn: LegalDate
    let enteredBy: String
    let enteredAt: Date
    /// Nil while it waits.
    let outcome: Outcome?
    /// What the client is told; nil where the helper was replaced without more words.
    let answer: String?
    let answeredBy: String?
    let answeredAt: Date?
    /// How many messages told of it.
    let told: Int

    var waits: Bool { outcome == nil }

    func isLate(on today: LegalDate) -> Bool { waits && dueOn < today }

    init(_ row: Row) throws {
        id = try row.get("id")
        helper = try row.get("helper")
        helperName = try row.get("helper_name")
        channel = try row.get("channel")
        reason = try row.get("reason")
        askedOn = try row.get("asked_on")
        dueOn = try row.get("due_on")
        enteredBy = try row.get("entered_by")
        enteredAt = try row.get("entered_at")
        outcome = try row.get("outcome")
        answer = try row.get("answer")
        answeredBy = try row.get("answered_by")
        answeredAt = try row.get("answered_at")
        told = try row.get("told")
    }

    private enum CodingKeys: String, CodingKey {
        case id, helper, helperName, channel, reason, askedOn, dueOn, enteredBy, enteredAt, outcome, answer, answeredBy, answeredAt
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(helper, forKey: .helper)
        try container.encode(helperName, forKey: .helperName)
        try container.encode(channel, forKey: .channel)
        try container.encode(reason, forKey: .reason)
        try container.encode(askedOn, forKey: .askedOn)
        try container.encode(dueOn, forKey: .dueOn)
        try container.encode(enteredBy, forKey: .enteredBy)
        try container.encode(enteredAt, forKey: .enteredAt)
        try container.encode(outcome, forKey: .outcome)
        try container.encode(answer, forKey: .answer)
        try container.encode(answeredBy, forKey: .answeredBy)
        try container.encode(answeredAt, forKey: .answeredAt)
    }
}
