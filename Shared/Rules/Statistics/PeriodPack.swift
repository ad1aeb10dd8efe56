import Foundation
import Models

/// The kinds of report periods, with their days as `MM-DD`.
struct PeriodPack: ReadablePack {
    let head: PackHead
    let kinds: [PeriodKind]

    init(head: PackHead, from entry: inout PackEntry) throws {
        self.head = head
        kinds = try entry.required("kinds").entries { try PeriodKind(from: &$0) }
    }
}

/// One kind of period.
struct PeriodKind: Sendable {
    /// A day of the year, or of a later one.
    struct DayOfYear: Sendable {
        let month: Int
        let day: Int
        let yearsLater: Int

        func date(in year: Int) -> LegalDate? { LegalDate(year: year + yearsLater, month: month, day: day) }

        init(_ value: PackValue) throws {
            let text = try value.text()
            let later = text.hasPrefix("next ")
            guard let match = text.wholeMatch(of: /(?:next )?([0-9]{2})-([0-9]{2})/),
                let month = Int(match.1), let day = Int(match.2), LegalDate(year: 2001, month: month, day: day) != nil
            else { throw value.error("\(text) is not a day of the year", "Write MM-DD, or next MM-DD for the year after.") }
            (self.month, self.day, self.yearsLater) = (month, day, later ? 1 : 0)
        }
    }

    let kind: ReportPeriod.Kind
    let title: LocalizedText
    /// What follows the year in the id: `-H1`; a month's is `-MM`.
    let suffix: String
    let from: DayOfYear?
    let to: DayOfYear?
    let realTo: DayOfYear?
    let ministryRealTo: DayOfYear?
    let dueAtProvince: DayOfYear?
    let dueAtMinistry: DayOfYear?

    init(from entry: inout PackEntry) throws {
        kind = try entry.required("key").choice()
        title = try entry.localized("title")
        suffix = try entry.optional("suffix")?.text() ?? ""
        from = try entry.optional("from").map(DayOfYear.init)
        to = try entry.optional("to").map(DayOfYear.init)
        realTo = try entry.optional("real_to").map(DayOfYear.init)
        ministryRealTo = try entry.optional("ministry_real_to").map(DayOfYear.init)
        dueAtProvince = try entry.optional("due_at_province").map(DayOfYear.init)
        dueAtMinistry = try entry.optional("due_at_ministry").map(DayOfYear.init)
        guard kind == .month || (from != nil && to != nil) else {
            throw entry.value.error("the period has no days", "Write “from” and “to” as MM-DD; only a month does without.")
        }
    }
}
