import Messaging
import Models

/// Names of messages that the broker has left without an answer: a queue that wants them may not be able to keep anything at present. RabbitMQ then reads no
/// more from the whole connection, so one message of one of these names at a time is tried, aside from the others; the rest of them waits.
struct SilentNames {
    /// One whose turn it is and that did not come is not waited for longer than this.
    private static let patience = Duration.seconds(10)

    /// Each with how often one of it was left without an answer.
    private var names: [MessageName: Int] = [:]
    private var trial: (name: MessageName, isOut: Bool, since: ContinuousClock.Instant)?

    /// The name to be tried next; nil where there is none, or while one is being tried.
    var next: MessageName? {
        guard !names.isEmpty else { return nil }
        if let trial, trial.isOut || trial.since + Self.patience > .now { return nil }
        return names.min { ($0.value, $0.key.rawValue) < ($1.value, $1.key.rawValue) }?.key
    }

    /// One of them is about to come.
    mutating func expect(_ name: MessageName) { trial = (name, false, .now) }

    /// None of them waits.
    mutating func forget(_ name: MessageName) { names[name] = nil }

    /// What goes out with the others, what is tried aside, and what waits.
    mutating func sort(_ rows: [OutboxRow]) -> (others: [OutboxRow], aside: OutboxRow?, waiting: [OutboxRow]) {
        guard !names.isEmpty else { return (rows, nil, []) }
        var (others, aside, waiting): ([OutboxRow], OutboxRow?, [OutboxRow]) = ([], nil, [])
        for row in rows {
            if names[row.name] == nil {
                others.append(row)
            } else if let trial, trial.name == row.name, !trial.isOut {
                self.trial?.isOut = true
                aside = row
            } else {
                waiting.append(row)
            }
        }
        return (others, aside, waiting)
    }

    /// Learns from what became of those that went out.
    ///
    /// - Returns: names that are answered again.
    mutating func learn(_ rows: [OutboxRow], _ outcomes: [PublishOutcome], wasAside: Bool) -> [MessageName] {
        if wasAside { trial = nil }
        var answered: [MessageName] = []
        var unanswered: Set<MessageName> = []
        for (row, outcome) in zip(rows, outcomes) {
            switch outcome {
            case .unanswered: unanswered.insert(row.name)
            case _ where names.isEmpty: break
            case .failed: break
            case .confirmed, .returned, .nacked, .refused: if names.removeValue(forKey: row.name) != nil { answered.append(row.name) }
            }
        }
        for name in unanswered { names[name, default: 0] += 1 }
        return answered
    }
}
