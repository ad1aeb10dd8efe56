package import Models

/// Chỉ tiêu vụ việc tham gia tố tụng của trợ giúp viên: how many litigation cases an officer completes in a quota year.
package struct QuotaPack: ReadablePack {
    /// What counts as which grade, from so many whole years since the appointment.
    package struct Band: Hashable, Sendable {
        let years: Int
        /// Đạt.
        package let pass: Int
        /// Khá.
        package let fair: Int
        /// Tốt.
        package let good: Int
    }

    package let head: PackHead
    private let bands: [Band]
    private let absentDays: Int
    private let appointedDays: Int

    init(head: PackHead, from entry: inout PackEntry) throws {
        self.head = head
        (absentDays, appointedDays) = try entry.required("exempt").entry {
            (try $0.integer("absent_days"), try $0.integer("appointed_days"))
        }
        bands = try entry.required("bands").entries {
            Band(
                years: try $0.integer("years"), pass: try $0.integer("pass"), fair: try $0.integer("fair"), good: try $0.integer("good"))
        }
        guard bands.first?.years == 0, zip(bands, bands.dropFirst()).allSatisfy({ $0.years < $1.years }) else {
            throw entry.value.error("the bands do not rise from 0 years", "Write them in order, the first with years: 0.")
        }
        guard bands.allSatisfy({ 0 < $0.pass && $0.pass < $0.fair && $0.fair < $0.good }) else {
            throw entry.value.error("the grades of a band do not rise", "Write pass below fair below good.")
        }
    }

    /// What `officer` must reach in `year`; nil where they are exempt.
    /// - Parameters:
    ///   - appointed: the day of their appointment; nil, where it is not known, counts as long ago.
    ///   - absent: the days of the year for which they are away.
    package func band(appointed: LegalDate?, absent: Int, in year: QuotaYear) -> Band? {
        if absent > absentDays { return nil }
        guard let appointed else { return bands.last }
        if appointed > year.to.adding(days: -appointedDays) { return nil }
        let years = year.from.age(bornOn: appointed)
        return bands.last { $0.years <= years } ?? bands.first
    }
}

/// Năm chỉ tiêu: 1 November of the year before to 31 October.
package struct QuotaYear: Hashable, Sendable {
    package let number: Int
    package let from: LegalDate
    package let to: LegalDate

    /// The year that a date falls into.
    package init(of date: LegalDate) {
        number = date.month >= 11 ? date.year + 1 : date.year
        from = LegalDate(year: number - 1, month: 11, day: 1) ?? date
        to = LegalDate(year: number, month: 10, day: 31) ?? date
    }

    /// How much of it has passed by the end of `date`, from 0 to 1.
    package func passed(by date: LegalDate) -> Double {
        let days = to.dayNumber - from.dayNumber + 1
        return Double(min(max(date.dayNumber - from.dayNumber + 1, 0), days)) / Double(days)
    }
}
