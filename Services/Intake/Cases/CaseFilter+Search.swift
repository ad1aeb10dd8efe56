import Foundation
import Models
import Rules

extension CaseFilter {
    /// Whether the search must answer: without it, the lists' own indexes do (open cases, what they wait for, a helper's, a place's).
    var isSearch: Bool {
        text != nil || state != nil || form != nil || field != nil || category != nil || isComplete != nil || acceptedFrom != nil
            || acceptedUntil != nil || stalled != nil || open == false
    }

    /// All that equals something, as `case_search.tags` has it.
    var tags: [String] {
        var tags: [String] = []
        if let state { tags.append("s:\(state.rawValue)") }
        if let form { tags.append("f:\(form.rawValue)") }
        if let field { tags.append("d:\(field.rawValue)") }
        if let category { tags.append("c:\(category.rawValue)") }
        if let helper { tags.append("h:\(helper.description.lowercased())") }
        if let organisation { tags.append("o:\(organisation.description.lowercased())") }
        if let province { tags.append("p:\(province)") }
        if let stalled { tags.append(stalled ? "l:stalled" : "l:moving") }
        if let open { tags.append(open ? "w:open" : "w:over") }
        if let isComplete { tags.append(isComplete ? "m:complete" : "m:incomplete") }
        guard let need else { return tags }
        tags.append("w:open")
        switch need {
        case .stalled: tags.append("l:stalled")
        case .papersMissing: tags.append("m:incomplete")
        case .unassigned: tags += ["h:none", "w:moving"]
        case .nextLate: tags.append("w:moving")
        case .changeLate: tags.append("a:change")
        case .papersLate: break
        }
        return tags
    }

    /// Narrows to cases that are not over and were accepted `days` working days ago.
    mutating func narrow(toAge days: CaseAge, on today: LegalDate, by calendar: WorkingCalendar) {
        guard days != CaseAge() else { return }
        age = days
        open = open ?? true
        // The last day from which so many working days have passed, and the first from which no more have; today counts.
        let tomorrow = today.adding(days: 1)
        acceptedUntil = days.least.map { calendar.adding(workingDays: -$0, to: tomorrow).adding(days: -1) }
        acceptedFrom = days.most.map { calendar.adding(workingDays: -($0 + 1), to: tomorrow) }
    }
}
