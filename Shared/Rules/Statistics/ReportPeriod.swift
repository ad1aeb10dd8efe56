package import Models

/// Kỳ báo cáo: what span a report is about, up to when it counts, and when it is due (circular 03/2019, Điều 6).
package struct ReportPeriod: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        /// Báo cáo 6 tháng: `2026-H1`.
        case halfYear = "half_year"
        /// Báo cáo năm: `2026`.
        case year
        /// Báo cáo năm chính thức: `2026-official`.
        case officialYear = "official_year"
        /// Monthly tally: `2026-05`.
        case month
    }

    /// A day by which a report is due.
    package struct Due: Hashable, Sendable {
        /// The day that the circular names.
        package let named: LegalDate
        /// The day that counts: the next working day where the named one is off (Điều 6.2b).
        package let date: LegalDate
        /// Whether the days off between the two are known for sure.
        package let confirmed: Bool
    }

    package let id: String
    package let kind: Kind
    package let title: LocalizedText
    package let from: LegalDate
    /// The last day of the period.
    package let to: LegalDate
    /// The last day with real figures; units report no estimates (Điều 6.3c).
    package let realTo: LegalDate
    /// The same for units of the Ministry, so for the Cục (Điều 6.1b).
    package let ministryRealTo: LegalDate
    package let dueAtProvince: Due?
    package let dueAtMinistry: Due?
    /// The pack that this comes from: its source, and whether it is confirmed.
    package let head: PackHead

    /// The days that a report of a unit counts: real figures only.
    package var counted: ClosedRange<LegalDate> { from...realTo }
}
