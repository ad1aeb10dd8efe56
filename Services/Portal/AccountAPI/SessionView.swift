import Foundation
import Models

/// Where somebody is signed in.
struct SessionView: Encodable, Sendable {
    let key: SessionKey
    /// As it calls itself.
    let browser: String?
    let createdAt: Date
    let usedAt: Date
    /// Whether it is the one that asks.
    let present: Bool

    init(_ entry: SessionEntry, isPresent: Bool) {
        key = entry.key
        browser = entry.browser
        createdAt = entry.createdAt
        usedAt = entry.usedAt
        present = isPresent
    }
}
