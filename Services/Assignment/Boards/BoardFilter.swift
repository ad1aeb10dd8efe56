import Database
import Models
import ServiceKit

/// What the board of assignments is narrowed to.
struct BoardFilter: Sendable {
    var state: AssignmentState?
    var form: AidForm?
    /// Part of a case code, or of a helper's name; tones optional.
    var text: String?
    /// What has not come within its time limit.
    var late: Late?

    /// One thing that is late, or any.
    enum Late: Hashable, Sendable {
        case any
        case one(Lateness)
    }

    init(state: AssignmentState? = nil, form: AidForm? = nil, text: String? = nil, late: Late? = nil) {
        self.state = state
        self.form = form
        self.text = text
        self.late = late
    }

    /// From a query: `state`, `form`, `q`, `late`.
    init(_ reader: FieldReader) {
        self.init(
            state: reader.optionalChoice("state", AssignmentState.self), form: reader.optionalChoice("form", AidForm.self),
            text: reader.optionalString("q", in: 1...200),
            late: reader.optionalChoice("late", among: Late.words).flatMap(Late.init))
    }

    /// All of it as conditions on open `assignments`, within `scope`.
    func conditions(within scope: Scope, _ limits: BoardLimits) -> SQL {
        var conditions: [SQL] = [CaseResting.isAtWork, scope.tenant]
        if let state { conditions.append("state = \(state)") }
        if let form { conditions.append("form = \(form)") }
        if let text {
            let pattern = NameKey.pattern(text)
            conditions.append(
                "(code_key like \(pattern) or helper in (select id from helpers where name_folded like \(pattern)))")
        }
        switch late {
        case .any: conditions.append(limits.isLate)
        case .one(let kind): conditions.append(limits.condition(kind))
        case nil: break
        }
        return conditions.joined(" and ")
    }
}

extension BoardFilter.Late {
    /// Any, as a query says it.
    private static let wordForAny = "true"

    /// What a query may say.
    static var words: [String] { [wordForAny] + Lateness.allCases.map(\.rawValue) }

    init?(_ word: String) {
        if word == Self.wordForAny {
            self = .any
        } else if let kind = Lateness(rawValue: word) {
            self = .one(kind)
        } else {
            return nil
        }
    }

    /// As a query says it.
    var word: String {
        switch self {
        case .any: Self.wordForAny
        case .one(let kind): kind.rawValue
        }
    }
}
