import Models

/// From which day a workbook counts its days (ISO/IEC 29500-1, 18.17.4.1).
enum DayCount {
    case from1900, from1904

    /// What a number means as a moment: a day with a time, or a time alone below 1. Nil where there is no such day.
    func cell(_ serial: Double) -> SpreadsheetCell? {
        guard (0..<2_958_466).contains(serial) else { return nil }
        var day = Int(serial)
        var seconds = Int(((serial - Double(day)) * 86_400).rounded())
        if seconds == 86_400 { (day, seconds) = (day + 1, 0) }
        if day == 0, self == .from1900 { return .time(seconds: seconds) }
        return date(day).map { .date($0, seconds: seconds) }
    }

    private func date(_ day: Int) -> LegalDate? {
        switch self {
        case .from1904: LegalDate(dayNumber: day - 24_107)
        // It has a 29 February 1900, which never was, as number 60.
        case .from1900: day == 60 ? nil : LegalDate(dayNumber: day - (day < 60 ? 25_568 : 25_569))
        }
    }
}
