/// An exchange under way: the steps whose answers are still to come, and what has come.
struct Running {
    /// One thing the server answers, in the order sent.
    enum Step {
        case prepare(PreparedStatements.Key, name: String, text: String)
        case query(String)
        case script(String)
        case sync
    }

    let exchange: Exchange
    private var steps: ArraySlice<Step>
    private var answers: [ResultSet] = []
    private var answered = false
    private(set) var firstError: DatabaseError?

    init(exchange: Exchange, steps: [Step]) {
        self.exchange = exchange
        self.steps = steps[...]
    }

    var isDone: Bool { steps.isEmpty }

    var isScript: Bool {
        if case .script = exchange.work { return true }
        return false
    }

    var outcome: Result<[ResultSet], DatabaseError> {
        firstError.map { .failure($0) } ?? .success(answers)
    }

    /// Takes one answer of the step at hand.
    mutating func take(_ result: ResultSet, isSync: Bool) {
        guard !isSync else { return steps = [] }
        answered = true
        switch steps.first {
        case .prepare(_, _, let text): note(result.error(in: text))
        case .query(let text):
            note(result.error(in: text))
            answers.append(result)
        case .script(let text): note(result.error(in: text))
        case .sync, nil: break
        }
    }

    /// The answers of the step at hand are complete. False where nothing had come for it: libpq only moved on.
    mutating func finishStep(prepared: inout PreparedStatements) -> Bool {
        guard answered else { return false }
        if case .prepare(let key, let name, _) = steps.first, firstError == nil { prepared.confirm(key, name: name) }
        answered = false
        steps.removeFirst()
        return true
    }

    private mutating func note(_ error: DatabaseError?) {
        if firstError == nil { firstError = error }
    }
}
