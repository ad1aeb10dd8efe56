import Database
import Foundation
import Models

/// Why a paper may come later than its limit says, who decided it and when: written advice in a complex matter, or one that takes time to verify
/// (Law 11/2017, Điều 32.2).
struct PaperExtension: Encodable, Sendable {
    let reason: String
    let by: String
    let at: Date
    /// The day on which the client agreed to wait longer than the law's longer limit; nil where they were not asked to.
    let agreedOn: LegalDate?
    /// By when it comes, as agreed with the client.
    let agreedUntil: LegalDate?

    init(_ draft: AdviceExtensionDraft, by: String, at: Date) {
        reason = draft.reason
        self.by = by
        self.at = at
        agreedOn = draft.agreement?.on
        agreedUntil = draft.agreement?.until
    }

    init?(optional row: Row) throws {
        guard let reason = try row.get("extension_reason", as: String?.self) else { return nil }
        self.reason = reason
        by = try row.get("extended_by")
        at = try row.get("extended_at")
        agreedOn = try row.get("agreed_on")
        agreedUntil = try row.get("agreed_until")
    }
}
