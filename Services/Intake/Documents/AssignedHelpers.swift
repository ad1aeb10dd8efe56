import Models

/// Who had a case, one after the other, each with the decision that named them: a paper about one never bears the number of another's decision.
struct AssignedHelpers: Sendable {
    struct Turn: Sendable {
        let name: String
        let kind: HelperKind?
        /// Why they took the place of the one before.
        let reason: String?
        /// Number, date and signer; nil while none was signed.
        var decision: [String: String]?
    }

    /// The first first.
    private var turns: [Turn] = []

    /// - Parameter timeline: of the case, in its order.
    init(_ timeline: [TimelineEntry]) {
        var isGivenBack = false
        for entry in timeline {
            switch entry.kind {
            case "helper_assigned":
                // The same helper, told again, is no new turn.
                guard turns.isEmpty || isGivenBack || entry.details["previous"] != nil else { break }
                turns.append(
                    Turn(
                        name: entry.details["helper"] ?? "", kind: entry.details["kind"].flatMap(HelperKind.init),
                        reason: entry.details["reason"]))
                isGivenBack = false
            case "offer_refused": isGivenBack = true
            case "decision_issued" where !turns.isEmpty: turns[turns.count - 1].decision = entry.details
            default: break
            }
        }
    }

    /// Whoever was named last.
    var present: Turn? { turns.last }

    /// Whoever the first signed decision named.
    var assigned: Turn? { turns.first { $0.decision != nil } }

    /// Whose decision the present one's replaces; nil where none was signed before.
    var replaced: Turn? { turns.dropLast().last { $0.decision != nil } }
}
