import Database
import Foundation
import Models
import Rules

/// What is late now, as a condition on `assignments` and of a case that was read; and until when each is in time.
struct BoardLimits: Sendable {
    private let now: Date
    private let deadlines: DeadlinePack
    private let calendar: WorkingCalendar
    /// The forms of aid whose helper a written decision names.
    private let decided: Set<AidForm>

    init(_ rules: RulePacks, now: Date) {
        self.now = now
        let today = LegalDate(now)
        deadlines = rules.deadlines(on: today)
        calendar = rules.calendar
        let dossier = rules.dossier(on: today)
        decided = Set(AidForm.allCases.filter { dossier.required(form: $0).contains { $0.kind == "assignment_decision" } })
    }

    /// Whether anything is late.
    var isLate: SQL { "(\(Lateness.allCases.map(condition).joined(" or ")))" }

    func condition(_ kind: Lateness) -> SQL {
        switch kind {
        case .helper: "(state = 'waiting' and \(isClockOver))"
        case .decision:
            "(state <> 'waiting' and decision_number is null and form = any (\(decided.map(\.rawValue).sorted())) and \(isClockOver))"
        case .answer: "(state = 'offered' and assigned_at < \(deadlines[.offerAnswer].lateBefore(now, in: calendar)))"
        }
    }

    /// What is late about a case; of several the one that the law is about.
    func lateness(of item: BoardCase) -> Lateness? {
        let isOver = item.state == .waiting || lacksDecision(item) ? item.clock.due(deadlines, in: calendar).end < now : false
        if isOver { return item.state == .waiting ? .helper : .decision }
        guard let answer = answerDue(item), answer < now else { return nil }
        return .answer
    }

    /// Until when what comes next must come, or should have come where ``lateness(of:)`` says that it is late; nil where nothing has a limit.
    func due(of item: BoardCase) -> DueTime? {
        let clock = item.state == .waiting || lacksDecision(item) ? item.clock.due(deadlines, in: calendar) : nil
        if let clock, clock.end < now { return clock }
        return [clock, answerDue(item).map(DueTime.instant)].compactMap(\.self).min { $0.end < $1.end }
    }

    /// Until when a helper, or the decision that names them, must come; nil where there is nothing to wait for.
    func due(of assignment: CaseAssignment) -> DueTime? {
        guard assignment.decision == nil, assignment.state == .waiting || decided.contains(assignment.form) else { return nil }
        return assignment.clock.due(deadlines, in: calendar)
    }

    /// The order of the lists: what is late, then what has hours and not days; ``rank(of:)`` as SQL.
    var rank: SQL {
        "(case when \(isLate) then 0 when held is not null then 1 when accepted_at_once or clock_limit is not null then 2 else 3 end)"
    }

    func rank(of item: BoardCase) -> Int {
        lateness(of: item) != nil ? 0 : item.clock.isHeld ? 1 : item.clock.isAcceptedAtOnce || item.clock.replacement != nil ? 2 : 3
    }

    private func lacksDecision(_ item: BoardCase) -> Bool {
        item.state != .waiting && !item.isDecided && decided.contains(item.clock.form)
    }

    /// Until when the helper is to answer; nil where nothing is asked of them.
    func answerDue(_ item: BoardCase) -> Date? {
        item.state == .offered ? item.assignedAt.map { deadlines[.offerAnswer].due(after: $0, in: calendar) } : nil
    }

    /// Whether the law's time has passed: for each kind of case the limit that it has.
    private var isClockOver: SQL {
        var kinds = [DeadlineKey.replacementDefence, .replacementProtector].map { key -> SQL in
            "clock_limit = \(key.rawValue) and \(isOver(deadlines[key]))"
        }
        for form in AidForm.allCases {
            for (held, atOnce) in [(false, false), (false, true), (true, false), (true, true)] {
                let limit = deadlines.assignment(form: form, held: held, acceptedAtOnce: atOnce)
                kinds.append(
                    """
                    clock_limit is null and form = \(form) and (held is not null) = \(held) and accepted_at_once = \(atOnce)
                        and \(isOver(limit))
                    """)
            }
        }
        return "(\(kinds.joined(" or ")))"
    }

    private func isOver(_ limit: Deadline) -> SQL {
        let before = limit.lateBefore(now, in: calendar)
        return limit.seconds == nil ? "clock_on < \(LegalDate(before))" : "clock_at < \(before)"
    }
}
