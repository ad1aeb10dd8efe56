import Database
import Foundation
import Models
import Rules

/// A decision on eligibility that a later one stands in place of, since a proof came (circular 12/2018, Điều 6.2) or facts were
/// corrected.
struct FormerDecision: RowDecodable, Encodable {
    let decidedAt: Date
    let supersededAt: Date
    /// The paper that came, and its kind; nil where facts were corrected.
    let paper: String?
    let attachment: AttachmentID?
    let decision: EligibilityDecision

    init(_ row: Row) throws {
        decidedAt = try row.get("decided_at")
        supersededAt = try row.get("superseded_at")
        paper = try row.get("paper")
        attachment = try row.get("attachment")
        decision = try row.get("decision", as: JSONColumn<EligibilityDecision>.self).value
    }
}
