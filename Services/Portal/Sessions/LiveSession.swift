import Database
import Foundation
import Models

/// A session in use, and whose it is.
struct LiveSession: Sendable {
    let account: Account
    let key: SessionKey

    /// One that has just begun: what the browser keeps, and its name in public.
    struct Begun: Sendable {
        let id: SessionID
        let key: SessionKey
    }
}

/// A session as its person sees it in the list.
struct SessionEntry: RowDecodable, Sendable {
    let key: SessionKey
    /// How the browser calls itself.
    let browser: String?
    let createdAt: Date
    let usedAt: Date

    init(_ row: Row) throws {
        key = try row.get("key")
        browser = try row.get("browser")
        createdAt = try row.get("created_at")
        usedAt = try row.get("used_at")
    }
}
