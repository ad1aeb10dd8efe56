import Foundation
import Models
import ServiceKit

/// Intake owns requests, eligibility, the conflict search, the register of cases and their dossiers; it alone knows the names of clients and
/// parties.
///
/// Publishes `intake.request-received`, `request-refused`, `case-opened`, `case-progressed`, `case-finished`, `case-stopped`,
/// `case-handed-over`, `case-suspended`, `case-resumed`, `case-reopened`, `case-transferred`, `case-archived`, `dossier-changed`,
/// `parties-changed`, `hearing-changed`, `helper-change-recorded`, `quality-recorded`, `success-found`, `consultation-given`, `transfer-answered`, `case-corrected`. Consumes `assignment.organisation-changed`, `helper-changed`,
/// `case-assigned`, `no-helper-found`, `offer-refused`,
/// `decision-issued`, `attachments.attachment-stored`, `notifications.case-stalled`, `case-moving`,
/// `portal.account-changed`, and its own `transfer-answered`, for the sender.
@main struct App {
    static func main() async {
        await ServiceMain.run(.intake, migrations: migrations, keepsDirectory: true, build: build)
    }

    /// The folder of this schema's own migrations.
    static var migrations: URL? { Bundle.module.url(forResource: "Migrations", withExtension: nil) }

    /// The folder of the house's layouts of printed forms.
    static var forms: URL? { Bundle.module.url(forResource: "Forms", withExtension: nil) }
}
