import Database
import Foundation

/// Why a paper may come later than its limit says, who decided it and when: written advice in a complex matter, or one that takes time to verify
/// (Law 11/2017, Điều 32.2).
struct PaperExtension: Encodable, Sendable {
    let reason: String
    let by: String
    let at: Date

    init(reason: String, by: String, at: Date) {
        self.reason = reason
        self.by = by
        self.at = at
    }

    init?(optional row: Row) throws {
        guard let reason = try row.get("extension_reason", as: String?.self) else { return nil }
        self.init(reason: reason, by: try row.get("extended_by"), at: try row.get("extended_at"))
    }
}
