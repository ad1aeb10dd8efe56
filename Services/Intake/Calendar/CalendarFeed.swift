import Crypto
import Database
import Foundation
import Models

/// The secret address of a helper's calendar, as it is kept: without the secret.
struct CalendarFeed: RowDecodable {
    let id: UUID
    let helper: HelperID
    let organisation: OrganisationID
    let madeAt: Date
    /// When a calendar program last fetched it, to the hour.
    let readAt: Date?

    init(_ row: Row) throws {
        id = try row.get("id")
        helper = try row.get("helper")
        organisation = try row.get("organisation")
        madeAt = try row.get("made_at")
        readAt = try row.get("read_at")
    }
}

/// The secret in the address: 256 bits from the system's generator; shown once, kept as its digest.
struct FeedKey: Sendable {
    let text: String

    static func new() -> FeedKey {
        let bytes = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }
        return FeedKey(text: bytes.hexadecimal)
    }

    /// What is kept of it.
    var digest: Data { Data(SHA256.hash(data: Data(text.utf8))) }
}
