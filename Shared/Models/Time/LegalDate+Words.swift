/// As people write a date. Programs and files have ``LegalDate/description``.
extension LegalDate {
    /// `02/04/1990`.
    package var inVietnamese: String { "\(two(day))/\(two(month))/\(year)" }

    /// `2 April 1990`.
    package var inEnglish: String { "\(day) \(Self.months[month - 1]) \(year)" }

    private func two(_ value: Int) -> String { value < 10 ? "0\(value)" : String(value) }

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ]
}
