import Crypto
package import Foundation
package import Models

/// A link of the chain that seals the audit trail: it hashes its entries, as they stand line by line, and the block before it.
package struct TrailBlock: Codable, Hashable, Sendable {
    /// From 1 on, without gaps.
    package let number: Int
    /// The legal day on which it was sealed.
    package let day: LegalDate
    /// How many lines stand before it.
    package let entries: Int
    package let contentSHA256: String
    /// Of the block before; 64 zeros before the first.
    package let previousSHA256: String
    package let sha256: String
    package let sealedAt: Date

    enum CodingKeys: String, CodingKey {
        case number, day, entries, sha256, sealedAt
        case contentSHA256 = "contentSha256"
        case previousSHA256 = "previousSha256"
    }

    package static let nothing = String(repeating: "0", count: 64)

    /// Seals `lines`, in their order, after `previous`.
    package init(_ lines: [String], after previous: TrailBlock?, on day: LegalDate, at sealedAt: Date) {
        // To the millisecond, as it is written.
        let at = Instant.parse(Instant.format(sealedAt)) ?? sealedAt
        let content = Self.hash(of: lines)
        let before = previous?.sha256 ?? Self.nothing
        let number = (previous?.number ?? 0) + 1
        self.init(
            number: number, day: day, entries: lines.count, contentSHA256: content, previousSHA256: before,
            sha256: Self.hash(number: number, day: day, entries: lines.count, content: content, previous: before, at: at), sealedAt: at)
    }

    package init(
        number: Int, day: LegalDate, entries: Int, contentSHA256: String, previousSHA256: String, sha256: String, sealedAt: Date
    ) {
        self.number = number
        self.day = day
        self.entries = entries
        self.contentSHA256 = contentSHA256
        self.previousSHA256 = previousSHA256
        self.sha256 = sha256
        self.sealedAt = sealedAt
    }

    /// What is wrong with it as the seal of `lines` after `previous`; nil where nothing is. A chain may begin anywhere: then there is no previous.
    package func fault(sealing lines: [String], after previous: TrailBlock?) -> String? {
        if let previous {
            if number != previous.number + 1 { return "it follows block \(previous.number): blocks are missing" }
            if previousSHA256 != previous.sha256 { return "it does not fit the block before it" }
        }
        if entries != lines.count { return "it seals \(entries) entries, and \(lines.count) stand there" }
        if contentSHA256 != Self.hash(of: lines) { return "its entries are not those that were sealed" }
        let own = Self.hash(
            number: number, day: day, entries: entries, content: contentSHA256, previous: previousSHA256, at: sealedAt)
        return own == sha256 ? nil : "it is not what was sealed"
    }

    private static func hash(of lines: [String]) -> String {
        var hash = SHA256()
        for line in lines { hash.update(data: Data((line + "\n").utf8)) }
        return hash.finalize().hexadecimal
    }

    private static func hash(number: Int, day: LegalDate, entries: Int, content: String, previous: String, at: Date) -> String {
        let text = "caunoi-trail-1\n\(number)\n\(day)\n\(entries)\n\(content)\n\(previous)\n\(Instant.format(at))\n"
        return SHA256.hash(data: Data(text.utf8)).hexadecimal
    }
}
