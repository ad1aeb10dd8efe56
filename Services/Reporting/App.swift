import Foundation
import Models
import ServiceKit

/// Reporting owns the facts that are counted, the statistical forms filled in from them, and their exports. `serve` hears messages, takes and
/// answers calls and sends jobs; `worker` processes, as many as are wanted, take jobs from the queue `reporting.jobs` and count.
///
/// Publishes nothing yet. Consumes `assignment.organisation-changed`, `helper-changed`, `case-assigned`, `decision-issued`,
/// `intake.case-opened`, `case-progressed`, `dossier-changed`, `parties-changed`, `case-finished`, `case-stopped`, `case-handed-over`, `case-suspended`,
/// `case-resumed`, `case-reopened`, `case-transferred`, `case-archived`, `case-corrected`, `transfer-answered`, `consultation-given`, `quality-recorded`, `success-found`.
@main struct App {
    static func main() async {
        await ServiceMain.run(.reporting, migrations: migrations, keepsDirectory: true, build: build, commands: ["worker": buildWorker])
    }

    /// The folder of the service's own migrations.
    static var migrations: URL? { Bundle.module.url(forResource: "Migrations", withExtension: nil) }
}
