package import Foundation
package import Models
package import ServiceKit

/// Dates, times and numbers as offices write them: `23/11/2026` and `1.234,5` in Vietnamese, `23 November 2026` and `1,234.5` in English.
package struct Formats: Sendable {
    package let language: Language

    package init(language: Language) {
        self.language = language
    }

    /// A whole number in groups of three.
    package func number(_ value: Int) -> String { language.grouped(value) }

    /// A number with at most `places` decimals; zeros at the end are left out.
    package func number(_ value: Double, places: Int = 2) -> String {
        let scale = pow(10, Double(places))
        let scaled = Int((value.magnitude * scale).rounded())
        let whole = scaled / Int(scale)
        var decimals = String(scaled % Int(scale))
        decimals = String(repeating: "0", count: max(0, places - decimals.count)) + decimals
        while decimals.hasSuffix("0") { decimals.removeLast() }
        let text = number(whole) + (decimals.isEmpty || places == 0 ? "" : (language == .vi ? "," : ".") + decimals)
        return value < 0 && scaled > 0 ? "−" + text : text
    }

    /// A size in bytes, KB, MB or GB, each 1,024 of the one before: as limits are set, and as people's machines show files.
    package func size(bytes: Int) -> String {
        let (kilo, mega, giga) = (1 << 10, 1 << 20, 1 << 30)
        return switch bytes {
        case ..<kilo: number(bytes) + " B"
        case ..<mega: number(Double(bytes) / Double(kilo), places: 0) + " KB"
        case ..<giga: number(Double(bytes) / Double(mega), places: 1) + " MB"
        default: number(Double(bytes) / Double(giga), places: 2) + " GB"
        }
    }

    /// A legal date.
    package func date(_ date: LegalDate) -> String {
        switch language {
        case .vi: date.inVietnamese
        case .en: date.inEnglish
        }
    }

    /// An instant, to the minute, by the clocks of Viet Nam.
    package func dateTime(_ instant: Date) -> String {
        "\(date(LegalDate(instant))), \(time(instant))"
    }

    /// The time of day, by the clocks of Viet Nam.
    package func time(_ instant: Date) -> String {
        let minutes = Int(instant.timeIntervalSince(LegalDate(instant).start)) / 60
        return "\(two(minutes / 60)):\(two(minutes % 60))"
    }

    private func two(_ value: Int) -> String { value < 10 ? "0\(value)" : String(value) }
}
