import Foundation
import Models

/// Turns `2026-H1`, `2026`, `2026-official` and `2026-05` into days.
struct PeriodReader: Sendable {
    let packs: Versions<PeriodPack>
    let calendar: WorkingCalendar

    /// The period of that id; nil where no pack knows it.
    func period(_ id: String) -> ReportPeriod? {
        guard let match = id.wholeMatch(of: /([1-9][0-9]{3})(-.+)?/), let year = Int(match.1) else { return nil }
        let suffix = match.2.map(String.init) ?? ""
        // The version in force when the year begins rules the whole year, so that its parts add up.
        guard let first = LegalDate(year: year, month: 1, day: 1) else { return nil }
        let pack = packs.on(first)
        if let month = Self.month(suffix) {
            return pack.kinds.first { $0.kind == .month }.flatMap { period(id, $0, pack.head, year: year, month: month) }
        }
        return pack.kinds.first { $0.kind != .month && $0.suffix == suffix }.flatMap { period(id, $0, pack.head, year: year, month: nil) }
    }

    /// Every period of a year: the half-year, the year, the official year and the twelve months.
    func periods(of year: Int) -> [ReportPeriod] {
        guard let first = LegalDate(year: year, month: 1, day: 1) else { return [] }
        let suffixes = packs.on(first).kinds.filter { $0.kind != .month }.map(\.suffix)
        let months = (1...12).map { $0 < 10 ? "-0\($0)" : "-\($0)" }
        return (suffixes + months).compactMap { period("\(year)\($0)") }
    }

    private static func month(_ suffix: String) -> Int? {
        guard let match = suffix.wholeMatch(of: /-([0-9]{2})/), let month = Int(match.1) else { return nil }
        return (1...12).contains(month) ? month : nil
    }

    private func period(_ id: String, _ kind: PeriodKind, _ head: PackHead, year: Int, month: Int?) -> ReportPeriod? {
        guard let (from, to) = month.map({ Self.days(of: $0, year) }) ?? Self.days(kind, year) else { return nil }
        let real = kind.realTo?.date(in: year) ?? to
        return ReportPeriod(
            id: id,
            kind: kind.kind,
            title: kind.title.filled(["year": String(year), "month": month.map(String.init) ?? ""]),
            from: from,
            to: to,
            realTo: real,
            ministryRealTo: kind.ministryRealTo?.date(in: year) ?? real,
            dueAtProvince: kind.dueAtProvince?.date(in: year).map(due),
            dueAtMinistry: kind.dueAtMinistry?.date(in: year).map(due),
            head: head
        )
    }

    private func due(_ named: LegalDate) -> ReportPeriod.Due {
        let date = calendar.workingDay(onOrAfter: named)
        return ReportPeriod.Due(named: named, date: date, confirmed: calendar.isConfirmed(from: named, to: date))
    }

    private static func days(_ kind: PeriodKind, _ year: Int) -> (LegalDate, LegalDate)? {
        guard let from = kind.from?.date(in: year), let to = kind.to?.date(in: year) else { return nil }
        return (from, to)
    }

    private static func days(of month: Int, _ year: Int) -> (LegalDate, LegalDate)? {
        guard let from = LegalDate(year: year, month: month, day: 1),
            let after = LegalDate(year: month == 12 ? year + 1 : year, month: month % 12 + 1, day: 1)
        else { return nil }
        return (from, after.adding(days: -1))
    }
}
