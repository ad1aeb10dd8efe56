import Foundation
import Models
import ServiceKit

/// Portal owns accounts, sign-in, sessions and the signing of tokens, the home page, the static files, the descriptions of the API, and the
/// journal of what nobody else listens to.
///
/// Publishes `portal.account-changed`, `portal.token-revoked`. Consumes `assignment.organisation-changed`, `helper-changed`, and every name that
/// no other service consumes.
@main struct App {
    static func main() async {
        if CommandLine.arguments.dropFirst().first == AccountsCommand.word {
            await AccountsCommand.run(Array(CommandLine.arguments.dropFirst(2)))
        } else {
            await ServiceMain.run(.portal, migrations: migrations, keepsDirectory: true, build: build)
        }
    }

    /// The service's own migrations.
    static var migrations: URL? { Bundle.module.url(forResource: "Migrations", withExtension: nil) }
    /// The files of the API's description.
    static var api: URL? { Bundle.module.url(forResource: "API", withExtension: nil) }
}
