import Database
import Foundation
import Models

/// Bàn giao hồ sơ (Law 11/2017, Điều 39.1), as Intake told of it.
struct DossierHandover: Sendable {
    let date: LegalDate
    /// When it was entered: what came later stands behind the list that was signed.
    let recordedAt: Date
    let from: String?
    let to: String?
    let note: String?

    /// Nil where the dossier has not been handed over.
    init?(optional row: Row) throws {
        guard let date: LegalDate = try row.get("handed_over_on"), let at: Date = try row.get("handed_over_at") else { return nil }
        self.date = date
        recordedAt = at
        from = try row.get("handed_over_by")
        to = try row.get("received_by")
        note = try row.get("handover_note")
    }
}
