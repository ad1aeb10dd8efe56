package import Foundation
package import Models

/// A date or an instant, for people and machines: `parts/moment`.
package struct Moment: Part {
    /// RFC 3339, for `<time datetime>`.
    package let machine: String
    package let text: String

    /// A legal date.
    package init(_ date: LegalDate, _ formats: Formats) {
        machine = date.description
        text = formats.date(date)
    }

    /// An instant, shown to the minute by the clocks of Viet Nam.
    package init(_ instant: Date, _ formats: Formats) {
        machine = Instant.format(instant)
        text = formats.dateTime(instant)
    }

    package func child(named name: String) -> Any? {
        switch name {
        case "machine": machine
        case "text": text
        default: nil
        }
    }
}
