import Foundation
import Models
import ServiceKit

/// Notifications owns the clock of the deadlines: it notices cases that stand still and answers that are late, raises alerts, reminds of hearings and writes mails, and keeps both.
///
/// Publishes `notifications.case-stalled`, `case-moving`, `email-delivered`, `email-failed`. Consumes `assignment.organisation-changed`,
/// `helper-changed`, `case-assigned`, `no-helper-found`, `intake.case-opened`, `case-progressed`, `dossier-changed`, `parties-changed`, `hearing-changed`, `helper-change-recorded`,
/// `case-finished`, `case-stopped`, `case-handed-over`, `case-suspended`, `case-resumed`, `case-reopened`, `case-transferred`, `case-archived`, `case-corrected`,
/// `attachments.attachment-stored`, `attachment-rejected`, `upload-expired`.
@main struct App {
    static func main() async {
        await ServiceMain.run(.notifications, migrations: migrations, keepsDirectory: true, build: build)
    }

    /// The folder of the service's own migrations.
    static var migrations: URL? { Bundle.module.url(forResource: "Migrations", withExtension: nil) }

    /// The folder of its templates.
    static var templates: [URL] { Bundle.module.url(forResource: "Templates", withExtension: nil).map { [$0] } ?? [] }
}
