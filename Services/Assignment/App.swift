import Foundation
import Models
import ServiceKit

/// Assignment: who gives legal aid, and who takes which case.
///
/// Owns the organisations, the helpers with their absences, and the assignment of every case with its offers, decisions and explanations.
/// Publishes `assignment.organisation-changed`, `helper-changed`, `case-assigned`, `no-helper-found`, `offer-refused`, `decision-issued`.
/// Consumes `intake.case-opened`, `case-progressed`, `dossier-changed`, `parties-changed`, `case-finished`, `case-stopped`, `case-handed-over`, `case-suspended`,
/// `case-resumed`, `case-reopened`, `case-transferred`, `case-archived`, `case-corrected`,
/// `portal.account-changed`.
@main
struct App {
    /// The folder of this service's migrations.
    static var migrations: URL? { Bundle.module.url(forResource: "Migrations", withExtension: nil) }

    static func main() async {
        await ServiceMain.run(.assignment, migrations: migrations, build: build)
    }
}
