import Database
import Directory
import Foundation
import Models
import Outbox
import TestKit
import Testing

@testable import Portal

/// What an installation has is there after its upgrade.
@Suite struct UpgradeTests {
    @Test func sessionsAndSecondFactorsOutliveTheMigrationOfTheWaysIn() async throws {
        let migrations = try #require(App.migrations)
        let shared = [try Outbox.migrations(), try Directory.migrations()]
        let former = FileManager.default.temporaryDirectory.appending(path: "former-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: former, withIntermediateDirectories: true)
        for file in try FileManager.default.contentsOfDirectory(at: migrations, includingPropertiesForKeys: nil)
        where file.lastPathComponent < "0020" {
            try FileManager.default.copyItem(at: file, to: former.appending(path: file.lastPathComponent))
        }
        let test = try await TestDatabase.make(.portal, migrations: shared + [MigrationSet(name: "portal", folder: former)])
        let (signedIn, interrupted) = (UUID(), UUID())
        try await test.database.transaction(.service) { transaction in
            for (account, login) in [(signedIn, "da-vao"), (interrupted, "do-dang")] {
                try await transaction.execute(
                    """
                    insert into accounts (id, login, display_name, role, password, active, version, created_at, changed_at)
                    values (\(account), \(login), 'Người thử', 'system', 'x', true, 1, now(), now())
                    """)
            }
            try await transaction.execute(
                """
                insert into sessions (id_sha256, key, account, created_at, used_at, ends_at)
                values ('\\x01', \(UUID()), \(signedIn), now() - interval '1 hour', now(), now() + interval '1 hour')
                """)
            try await transaction.execute(
                """
                insert into second_factors (account, sealed_secret, confirmed_at, last_step)
                values (\(signedIn), '\\x01', now(), 0), (\(interrupted), '\\x02', null, 0)
                """)
        }
        try await test.migrate(shared + [MigrationSet(name: "portal", folder: migrations)])
        try await test.database.transaction(.service) { transaction in
            let sessions = try await transaction.value("select count(*) from sessions where confirmed_at = created_at", as: Int.self)
            let factors = try await transaction.rows("select account from second_factors").map { try $0.get("account", as: UUID.self) }
            #expect(sessions == 1 && factors == [signedIn])
        }
    }
}
