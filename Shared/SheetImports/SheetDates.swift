package import Models

/// Days as people and spreadsheets write them.
package enum SheetDates {
    /// The day that a cell says: `31/01/2026`, `31-1-2026`, `31.01.26`, `2026-01-31`, or the number by which spreadsheets count days.
    package static func day(_ text: String) -> LegalDate? {
        if let date = LegalDate(text.prefix(10)), text.count == 10 || text.dropFirst(10).first == "T" { return date }
        if let serial = Int(text), (20_000...80_000).contains(serial) { return LegalDate(dayNumber: serial - sheetEpoch) }
        let parts = text.split { "/-. ".contains($0) }.map(String.init)
        guard parts.count == 3, let day = Int(parts[0]), let month = Int(parts[1]), var year = Int(parts[2]) else { return nil }
        if parts[2].count == 2 { year += 2_000 }
        return LegalDate(year: year, month: month, day: day)
    }

    /// A year alone: of a birth, mostly.
    package static func year(_ text: String) -> Int? {
        guard text.count == 4, let year = Int(text), (1890...2200).contains(year) else { return nil }
        return year
    }

    /// Days from 30 December 1899, where spreadsheets begin, to 1 January 1970.
    private static let sheetEpoch = 25_569
}
