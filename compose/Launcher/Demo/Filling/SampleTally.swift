/// What became of the calls of one stage.
struct SampleTally {
    private(set) var made = 0
    /// Was there from an earlier run.
    private(set) var known = 0
    /// How often, by reason.
    private(set) var refused: [String: Int] = [:]

    var count: Int { made + known + failures }
    var failures: Int { refused.values.reduce(0, +) }

    enum Outcome: Sendable {
        case made, known
        case refused(String)

        init(_ answer: SampleAPI.Answer) {
            self = answer.isRepeat ? .known : .made
        }
    }

    mutating func add(_ outcome: Outcome) {
        switch outcome {
        case .made: made += 1
        case .known: known += 1
        case .refused(let reason): refused[reason, default: 0] += 1
        }
    }

    /// As lines of the summary.
    func lines(_ what: String) -> [String] {
        guard count > 0 else { return [] }
        let head = "  \(what.padded(to: 26)) \(made) made, \(known) already there" + (failures > 0 ? ", \(failures) refused" : "")
        return [head] + refused.sorted { $0.value > $1.value }.prefix(8).map { "    \($0.value) × \($0.key)" }
    }
}
