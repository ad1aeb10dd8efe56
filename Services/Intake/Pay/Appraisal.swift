import Database
import Foundation
import Models

/// Thẩm định thời gian: the appraisal of the time of a case (circular 12/2018, Điều 12).
struct AppraisalHead: RowDecodable {
    let id: UUID
    let preparationLimit: Double?
    /// Half-days that the lump sum of the case comes to by the annex, and why it is raised.
    let lumpLimit: Double?
    let lumpRaise: String?
    let note: String?
    let by: String
    let at: Date

    init(_ row: Row) throws {
        id = try row.get("id")
        preparationLimit = try row.get("preparation_limit")
        lumpLimit = try row.get("lump_limit")
        lumpRaise = try row.get("lump_raise")
        note = try row.get("note")
        by = try row.get("appraised_by")
        at = try row.get("appraised_at")
    }
}

/// What it accepted of an entry.
struct AppraisedEntry: RowDecodable {
    let entry: UUID
    let halfDays: Double
    let reason: String?

    init(entry: UUID, halfDays: Double, reason: String?) {
        self.entry = entry
        self.halfDays = halfDays
        self.reason = reason
    }

    init(_ row: Row) throws {
        entry = try row.get("entry")
        halfDays = try row.get("half_days")
        reason = try row.get("reason")
    }
}

/// What it fixed for a helper.
struct AppraisedHelper: RowDecodable {
    let helper: HelperID
    let lumpHalfDays: Double?
    let documents: Int?
    let documentRate: Double?

    init(helper: HelperID, lumpHalfDays: Double?, documents: Int?, documentRate: Double?) {
        self.helper = helper
        self.lumpHalfDays = lumpHalfDays
        self.documents = documents
        self.documentRate = documentRate
    }

    init(_ row: Row) throws {
        helper = try row.get("helper")
        lumpHalfDays = try row.get("lump_half_days")
        documents = try row.get("documents")
        documentRate = try row.get("document_rate")
    }
}
