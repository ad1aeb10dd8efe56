import Database
import Foundation
import Models
import Rules
import ServiceKit

/// What the board of assignments is narrowed to.
struct BoardFilter: Sendable {
    var state: AssignmentState?
    var form: AidForm?
    /// Part of a case code, or of a helper's name; tones optional.
    var text: String?
    /// Nobody was picked, or the helper has not answered, within the time limit.
    var isLate = false

    init(state: AssignmentState? = nil, form: AidForm? = nil, text: String? = nil, isLate: Bool = false) {
        self.state = state
        self.form = form
        self.text = text
        self.isLate = isLate
    }

    /// From a query: `state`, `form`, `q`, `late`.
    init(_ reader: FieldReader) {
        self.init(
            state: reader.optionalChoice("state", AssignmentState.self), form: reader.optionalChoice("form", AidForm.self),
            text: reader.optionalString("q", in: 1...200), isLate: reader.optionalBool("late") == true)
    }

    /// All of it as conditions on open `assignments`, within `scope`.
    func conditions(within scope: Scope, _ limits: BoardLimits) -> SQL {
        var conditions: [SQL] = ["closed_at is null", scope.tenant]
        if let state { conditions.append("state = \(state)") }
        if let form { conditions.append("form = \(form)") }
        if let text {
            let pattern = FoldedName.pattern(text)
            conditions.append(
                "(lower(code) like \(pattern) or helper in (select id from helpers where name_folded like \(pattern)))")
        }
        if isLate { conditions.append(limits.isLate) }
        return conditions.joined(" and ")
    }
}

/// Before when a case must have been accepted or offered to be late now.
struct BoardLimits: Sendable {
    /// For each form the first day of acceptance that is still in time for picking a helper.
    private let inTime: [AidForm: LegalDate]
    private let answer: Date

    init(_ rules: RulePacks, now: Date) {
        let deadlines = rules.deadlines(on: LegalDate(now))
        inTime = Dictionary(
            uniqueKeysWithValues: AidForm.allCases.map { form in
                let limit = deadlines.assignment(form: form, held: false, acceptedAtOnce: false)
                return (form, LegalDate(limit.lateBefore(now, in: rules.calendar)))
            })
        answer = deadlines[.offerAnswer].lateBefore(now, in: rules.calendar)
    }

    /// The condition on `assignments`.
    var isLate: SQL {
        let forms = inTime.sorted { $0.key.rawValue < $1.key.rawValue }.map { form, day -> SQL in
            "(form = \(form) and accepted_on < \(day))"
        }
        return "(state = 'waiting' and (\(forms.joined(" or "))) or state = 'offered' and assigned_at < \(answer))"
    }

    func isLate(_ item: BoardCase) -> Bool {
        switch item.state {
        case .waiting: inTime[item.form].map { item.acceptedOn < $0 } ?? false
        case .offered: item.assignedAt.map { $0 < answer } ?? false
        case .proposed, .accepted: false
        }
    }
}
