package import Foundation

/// The head of the chain as it was at an hour: whoever keeps it elsewhere can tell later that the chain was neither cut nor made anew.
package struct TrailHead: TrailStatement, Hashable {
    package static let kind = "caunoi-trail-head"

    package let typ: String
    /// The number of the block.
    package let number: Int
    package let sha256: String
    /// When it was signed, in seconds since 1970.
    package let iat: Int

    package init(_ block: TrailBlock, at now: Date) {
        typ = Self.kind
        number = block.number
        sha256 = block.sha256
        iat = Int(now.timeIntervalSince1970)
    }

    package var signedAt: Date? { Date(timeIntervalSince1970: Double(iat)) }
}
