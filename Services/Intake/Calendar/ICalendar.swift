import Foundation
import Models

/// Text in the format of RFC 5545: content lines that end with CRLF and are folded at 75 octets, never inside a character (§3.1).
struct ICalendar: Sendable {
    private(set) var text = ""

    /// A line whose value is one of the format's own words, numbers or dates.
    mutating func line(_ name: String, _ value: String) {
        var octets = 0
        for character in "\(name):\(value)" {
            let length = character.utf8.count
            if octets + length > 75 {
                text += "\r\n "
                octets = 1
            }
            text.append(character)
            octets += length
        }
        text += "\r\n"
    }

    /// A line whose value is free text (§3.3.11).
    mutating func line(_ name: String, text value: String) {
        line(name, Self.escaped(value))
    }

    /// A line whose value is an instant, in UTC (§3.3.5).
    mutating func line(_ name: String, _ instant: Date) {
        line(name, Self.utc(instant))
    }

    static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing(";", with: "\\;").replacing(",", with: "\\,").replacing("\r\n", with: "\\n")
            .replacing("\n", with: "\\n")
    }

    /// `20261201T013000Z`.
    static func utc(_ instant: Date) -> String {
        String(Instant.format(instant).prefix(19)).replacing("-", with: "").replacing(":", with: "") + "Z"
    }
}
