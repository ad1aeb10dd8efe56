import Database
import Foundation
import Models

/// Why a case was finished, or its dossier handed over, although papers were missing.
struct DossierWaiver: RowDecodable, Encodable {
    /// The papers that were missing then.
    let kinds: [String]
    let reason: String
    let by: String
    let at: Date

    init(kinds: [String], reason: String, by: String, at: Date) {
        self.kinds = kinds
        self.reason = reason
        self.by = by
        self.at = at
    }

    init(_ row: Row) throws {
        kinds = try row.get("kinds")
        reason = try row.get("reason")
        by = try row.get("waived_by")
        at = try row.get("waived_at")
    }
}
