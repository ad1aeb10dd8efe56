import ArgumentParser
import Foundation
import Models
import ServiceKit

/// Parked messages as the command prints them.
enum MessageText {
    /// Reads an id from the command line.
    static func id(_ text: String) throws -> UUID {
        guard let id = UUID(text: text) else { throw ValidationError("“\(text)” is no id of a message.") }
        return id
    }

    /// Reads an instant from the command line.
    static func instant(_ text: String) throws -> Date {
        guard let instant = Instant.parse(text) else { throw ValidationError("“\(text)” is no instant; write it as 2026-11-25T00:00:00Z.") }
        return instant
    }

    /// One line in a list.
    static func line(_ message: ParkedView) -> String {
        let words = [
            message.id.description, message.service.rawValue.padded(to: 14), (message.name ?? "–").padded(to: 34),
            Instant.format(message.parkedAt), String(message.error.prefix(100)),
        ]
        return words.joined(separator: "  ")
    }

    /// All of one.
    static func whole(_ message: ParkedView) -> String {
        var facts = [
            ("id", message.id.description), ("service", message.service.rawValue), ("queue", message.consumer),
            ("message", message.message?.description ?? "–"), ("name", message.name ?? "–"),
            ("attempts", "\(message.attempts)"), ("parked", Instant.format(message.parkedAt)), ("reason", message.error),
        ]
        if let resolution = message.resolution {
            let moment = message.resolvedAt.map(Instant.format) ?? ""
            facts.append((resolution, "\(moment) by \(message.resolvedBy ?? "–") \(message.reason ?? "")"))
        }
        facts += (message.headers ?? [:]).sorted { $0.key < $1.key }.map { ("header \($0)", $1) }
        return facts.map { "\($0.padded(to: 26)) \($1)" }.joined(separator: "\n") + "\n\n\(message.body ?? "")"
    }

    static func print(_ value: some Encodable) throws {
        let encoder = MessageCoding.encoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        Swift.print(String(decoding: try encoder.encode(value), as: UTF8.self))
    }
}
