package import Database
import Directory
package import Foundation
import Logging
package import Models
import Outbox

extension ServiceMain {
    /// Brings the service's schema up to date and returns.
    static func migrate(_ service: ServiceName, folder: URL?, keepsDirectory: Bool) async throws {
        let configuration = try await ServiceConfiguration.load()
        let logger = try ServiceLog.begin(service.rawValue, level: configuration.logLevel())
        let owner = try configuration.required(.databaseOwnerURL)
        let migrator = Migrator(
            ownerURL: owner, schema: service.rawValue, loginRole: service.rawValue, logger: logger, plain: try configuration.plainLines())
        try await migrator.run(migrationSets(of: service, folder: folder, keepsDirectory: keepsDirectory))
    }

    /// The common tables, the directory where the service keeps one, then the service's own.
    package static func migrationSets(of service: ServiceName, folder: URL?, keepsDirectory: Bool = false) throws -> [MigrationSet] {
        var sets = [try Outbox.migrations()]
        if keepsDirectory { sets.append(try Directory.migrations()) }
        if let folder { sets.append(try MigrationSet(name: service.rawValue, folder: folder)) }
        return sets
    }
}
