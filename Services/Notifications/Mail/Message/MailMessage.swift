import Foundation
import Models

/// A mail in plain text, as it goes over the wire (RFC 5322, MIME of RFC 2045). The same mail has the same Message-ID at every attempt.
struct MailMessage: Sendable {
    let id: EmailID
    let from: MailAddress
    let to: MailAddress
    let subject: String
    let text: String
    let writtenAt: Date

    /// Headers and body.
    func text(lineEnd: String = "\r\n") -> String {
        let whole = (headers + ["", encodedText]).joined(separator: "\r\n") + "\r\n"
        return lineEnd == "\r\n" ? whole : whole.replacing("\r\n", with: lineEnd)
    }

    private var headers: [String] {
        [
            "Date: \(Self.date(writtenAt))",
            "From: \(Self.mailbox(from))",
            "To: \(Self.mailbox(to))",
            "Subject: \(HeaderText(subject))",
            "Message-ID: <\(id)@\(from.domain)>",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: base64",
            "Content-Language: vi, en",
            // RFC 3834 §5: nobody's absence notice answers it.
            "Auto-Submitted: auto-generated",
        ]
    }

    /// The text with CRLF ends (RFC 2045 §6.8) in lines of 76 characters.
    private var encodedText: String {
        let canonical = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n").replacing("\n", with: "\r\n")
        return Data(canonical.utf8).base64EncodedString(options: [
            .lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed,
        ])
    }

    private static func mailbox(_ address: MailAddress) -> String {
        guard let name = address.name else { return address.address }
        return "\(HeaderText(name: name))\r\n <\(address.address)>"
    }

    /// RFC 5322 §3.3, by the clocks of Viet Nam: `Mon, 23 Nov 2026 15:04:05 +0700`.
    private static func date(_ instant: Date) -> String {
        let day = LegalDate(instant)
        let seconds = Int(instant.timeIntervalSince(day.start))
        let time = [seconds / 3600, seconds / 60 % 60, seconds % 60].map(twoDigits).joined(separator: ":")
        return "\(weekdays[day.weekday - 1]), \(twoDigits(day.day)) \(months[day.month - 1]) \(day.year) \(time) +0700"
    }

    private static func twoDigits(_ value: Int) -> String { value < 10 ? "0\(value)" : String(value) }

    private static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
}
