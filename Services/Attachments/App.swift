import Foundation
import Models
import ServiceKit

/// Attachments: keeps the papers of the cases safe.
///
/// Owns the uploads (tus 1.0.0) with their ledger, and the papers with their contents. Keeps its own copy of the cases, to know who may see what; where a case
/// goes to another organisation, its papers go along.
///
/// Publishes `attachments.attachment-stored.v1`, `attachments.attachment-rejected.v1`, `attachments.upload-expired.v1`.
/// Consumes `intake.case-opened.v1`, `intake.case-progressed.v1`, `intake.dossier-changed.v1`, `intake.parties-changed.v1`, `intake.case-finished.v1`,
/// `intake.case-stopped.v1`, `intake.case-handed-over.v1`, `intake.case-suspended.v1`, `intake.case-resumed.v1`,
/// `intake.case-reopened.v1`, `intake.case-transferred.v1`, `intake.case-archived.v1`, `intake.case-corrected.v1`, `intake.transfer-answered.v1`, `assignment.case-assigned.v1`, `assignment.organisation-changed.v1`.
///
/// No acknowledged byte is lost: it is on disk before the ledger says so, and the ledger says so before the client hears it. After a crash the
/// ledger decides: what a file holds beyond it is cut off, and where a file is shorter the ledger goes back to it.
@main
struct App {
    static var migrations: URL? { Bundle.module.url(forResource: "Migrations", withExtension: nil) }

    static func main() async {
        await ServiceMain.run(.attachments, migrations: migrations, keepsDirectory: true, build: build)
    }
}
