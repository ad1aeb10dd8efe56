package import Database
package import Foundation
import Logging
package import Models
import Outbox

extension ServiceMain {
    /// Brings the service's schema up to date and returns.
    static func migrate(_ service: ServiceName, folder: URL?) async throws {
        let configuration = try await ServiceConfiguration.load()
        let logger = try ServiceLog.begin(service.rawValue, level: configuration.logLevel())
        let owner = try configuration.required(.databaseOwnerURL)
        let migrator = Migrator(ownerURL: owner, schema: service.rawValue, loginRole: service.rawValue, logger: logger)
        try await migrator.run(migrationSets(of: service, folder: folder))
    }

    /// The common tables, then the service's own.
    package static func migrationSets(of service: ServiceName, folder: URL?) throws -> [MigrationSet] {
        [try Outbox.migrations()] + (try folder.map { [try MigrationSet(name: service.rawValue, folder: $0)] } ?? [])
    }
}
