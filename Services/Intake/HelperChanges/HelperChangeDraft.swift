import Models
import ServiceKit

/// What a client asks: since when, how, and why.
struct HelperChangeDraft: Sendable {
    let channel: HelperChange.Channel
    let askedOn: LegalDate
    let reason: String

    private static let length = 3...2_000

    /// Reads `{"channel", "date", "reason"}` of whoever enters it for the client; without a date it came today. Throws 422.
    init(_ document: JSONValue, of record: CaseRecord, today: LegalDate) throws {
        let reader = FieldReader(document)
        let entered = HelperChange.Channel.allCases.filter { $0 != .online }
        channel = HelperChange.Channel(rawValue: reader.choice("channel", among: entered.map(\.rawValue))) ?? .inPerson
        askedOn = reader.optionalDate("date", in: min(record.acceptedOn, today)...today) ?? today
        reason = reader.text("reason", in: Self.length)
        try reader.finish()
    }

    /// Reads the client's own form, apart from what says who they are.
    init(online document: JSONValue, today: LegalDate) throws {
        let reader = FieldReader(document, ignoring: ["number", "secret"])
        channel = .online
        askedOn = today
        reason = reader.text("reason", in: Self.length)
        try reader.finish()
    }
}

/// What the centre answers.
struct HelperChangeAnswer: Sendable {
    let outcome: HelperChange.Outcome
    let answer: String?
}

extension HelperChangeAnswer {
    /// Reads `{"outcome", "answer"}`; a refusal tells the client why. Throws 422.
    init(_ document: JSONValue) throws {
        let reader = FieldReader(document)
        outcome = reader.choice("outcome", HelperChange.Outcome.self)
        answer = reader.optionalText("answer", in: 3...2_000)
        if reader.isSound("outcome"), outcome == .refused, answer == nil, reader.isSound("answer") { reader.fail("answer", .required) }
        try reader.finish()
    }
}
