import Database
import Models
import Pages

/// What became of what was passed on, as far as its sender is told.
struct TransferAnswer: Encodable, Sendable {
    let outcome: TransferOutcome
    let answeredOn: LegalDate
    /// Of the case that it became.
    let code: String?
    /// To whom it was passed on; nil also where that is nobody here.
    let to: String?
}

/// What became of it at somebody to whom its receiver passed it on: the latest that is known.
struct LaterAnswer: Encodable, Sendable {
    /// Who decided.
    let by: String
    let answer: TransferAnswer

    private enum CodingKeys: String, CodingKey {
        case by
    }

    func encode(to encoder: any Encoder) throws {
        try answer.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(by, forKey: .by)
    }

    /// Nil as long as nothing more is known.
    init?(optional row: Row) throws {
        guard let outcome: TransferOutcome = try row.get("later_outcome") else { return nil }
        by = try row.get("later_by")
        answer = TransferAnswer(
            outcome: outcome, answeredOn: try row.get("later_on"), code: try row.get("later_code"), to: try row.get("later_receiver"))
    }
}

extension TransferAnswer {
    /// Nil until whoever got it has decided.
    init?(optional row: Row) throws {
        guard let outcome: TransferOutcome = try row.get("outcome") else { return nil }
        self.init(
            outcome: outcome, answeredOn: try row.get("answered_on"), code: try row.get("answer_code"), to: try row.get("answer_receiver"))
    }

    /// From the details of a timeline entry.
    init?(details: [String: String]) {
        guard let outcome = details["outcome"].flatMap(TransferOutcome.init), let on = details["date"].flatMap({ LegalDate($0) }) else {
            return nil
        }
        self.init(outcome: outcome, answeredOn: on, code: details["code"], to: details["to"])
    }

    /// As a timeline entry keeps it.
    func details(by receiver: String) -> [String: String] {
        var details = ["receiver": receiver, "outcome": outcome.rawValue, "date": answeredOn.description]
        details["code"] = code
        details["to"] = to
        return details
    }

    /// - Parameter receiver: who decided.
    func words(by receiver: String, _ t: Sentences) -> String {
        let facts = ["name": receiver, "date": t.formats.date(answeredOn), "code": code ?? "–", "to": to ?? "–"]
        switch outcome {
        case .registered: return t("transfer_outcome_registered", facts)
        case .refused: return t("transfer_outcome_refused", facts)
        case .passedOn: return t(to == nil ? "transfer_outcome_elsewhere" : "transfer_outcome_passed_on", facts)
        }
    }
}

extension Transfer {
    /// To whom it went and what became of it there, and after that.
    func notice(_ t: Sentences) -> Notice {
        let answered = answer?.words(by: receiverTitle, t) ?? t("transfer_outcome_waiting", ["name": receiverTitle])
        let words = [answered, later.map { $0.answer.words(by: $0.by, t) }].compactMap(\.self)
        return Notice(.info, title: t("state_transferred_to", ["name": receiverTitle]), text: words.joined(separator: " "))
    }
}
