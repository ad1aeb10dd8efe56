import Models
import Rules

/// The periods that can be reported on: those of this year and the last that have begun.
struct ReportPeriods: Sendable {
    let begun: [ReportPeriod]
    private let today: LegalDate

    init(rules: RulePacks, today: LegalDate) {
        begun = [today.year, today.year - 1].flatMap(rules.periods(of:)).filter { $0.from <= today }
        self.today = today
    }

    /// The one whose report is due next: what is mostly wanted.
    var usual: ReportPeriod? {
        begun.compactMap { period in period.dueAtProvince.map { (period, $0.date) } }
            .filter { $0.1 >= today }
            .min { $0.1 < $1.1 }?.0
    }
}
