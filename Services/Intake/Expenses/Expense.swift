import Database
import Foundation
import Models
import ServiceKit

/// What a helper spent on a case (chi phí thực hiện vụ việc; decree 144/2017, Điều 13.5) as it is on record, corrected or not.
struct Expense: RowDecodable {
    let id: ExpenseID
    let helper: CaseHelper
    /// From the rule pack.
    let kind: String
    let date: LegalDate
    let dong: Int
    let purpose: String
    /// The stored paper that proves it.
    let attachment: AttachmentID
    let enteredBy: String
    let enteredAt: Date
    /// The row that it corrects.
    let corrects: ExpenseID?
    /// Set where it holds no longer.
    let superseded: ProgressRecord.Superseded?
    /// The latest; nil where nobody has decided.
    let decision: ExpenseDecision?
    /// Counts its decisions, and what took its place: the ETag.
    let version: Int

    init(_ row: Row) throws {
        id = try row.get("id")
        helper = CaseHelper(id: try row.get("helper"), name: try row.get("helper_name"), kind: try row.get("helper_kind"))
        kind = try row.get("kind")
        date = try row.get("date")
        dong = try row.get("dong")
        purpose = try row.get("purpose")
        attachment = try row.get("attachment")
        enteredBy = try row.get("entered_by")
        enteredAt = try row.get("entered_at")
        corrects = try row.get("corrects")
        superseded = try row.get("superseded_at", as: Date?.self).map { at in
            ProgressRecord.Superseded(at: at, by: try row.get("superseded_by"), reason: try row.get("superseded_reason"))
        }
        decision = try row.get("decided_at", as: Date?.self) == nil ? nil : ExpenseDecision(row)
        version = try row.get("version")
    }

    enum State: String, CaseIterable, Encodable, Sendable {
        case waiting, approved, refused
        /// Another row has taken its place.
        case corrected, withdrawn
    }

    /// Where it stands among all of its case.
    func state(among all: [Expense]) -> State {
        if superseded != nil { return all.contains { $0.corrects == id } ? .corrected : .withdrawn }
        guard let decision else { return .waiting }
        return decision.dong == 0 ? .refused : .approved
    }

    /// What is paid of it; nothing where it holds no longer, or nobody has decided.
    var paid: Int { superseded == nil ? decision?.dong ?? 0 : 0 }

    /// A helper corrects what they spent themselves only.
    func mayBeCorrected(by identity: Identity) -> Bool { identity.reach(.workOnCases) != .own || helper.id == identity.helper }
}

/// What an organisation decided of an expense.
struct ExpenseDecision: RowDecodable, Encodable {
    /// What is paid of it; 0: refused.
    let dong: Int
    let reason: String?
    let by: String
    let at: Date

    init(_ row: Row) throws {
        dong = try row.get("decided_dong")
        reason = try row.get("decided_reason")
        by = try row.get("decided_by")
        at = try row.get("decided_at")
    }
}

/// A paper that is stored with a case.
struct StoredPaper: RowDecodable {
    let attachment: AttachmentID
    let kind: String
    let at: Date

    init(_ row: Row) throws {
        attachment = try row.get("attachment")
        kind = try row.get("kind")
        at = try row.get("at")
    }
}
