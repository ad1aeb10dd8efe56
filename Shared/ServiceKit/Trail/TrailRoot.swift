package import Foundation
package import Models

/// The last block of a day that was dropped when its time was over: where the chain goes on from.
package struct TrailRoot: TrailStatement, Hashable {
    package static let kind = "caunoi-trail-root"

    package let typ: String
    package let day: LegalDate
    /// The number of the block.
    package let number: Int
    package let sha256: String
    /// How many entries the day had.
    package let entries: Int

    package init(_ block: TrailBlock, entries: Int) {
        typ = Self.kind
        day = block.day
        number = block.number
        sha256 = block.sha256
        self.entries = entries
    }

    package var signedAt: Date? { nil }
}
