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
        let test = try await database(before: "0020")
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
        try await migrate(test)
        try await test.database.transaction(.service) { transaction in
            let sessions = try await transaction.value("select count(*) from sessions where confirmed_at = created_at", as: Int.self)
            let factors = try await transaction.rows("select account from second_factors").map { try $0.get("account", as: UUID.self) }
            #expect(sessions == 1 && factors == [signedIn])
        }
    }

    @Test func whatWasHandedBackIsOpenedByNothingAndTheClosedKeepNobodyOut() async throws {
        let test = try await database(before: "0140")
        let (handedBack, cameBack, closed) = (UUID(), UUID(), UUID())
        try await test.database.transaction(.service) { transaction in
            for (account, login, active) in [(handedBack, "da-giao", false), (cameBack, "da-ve", true), (closed, "da-khoa", false)] {
                try await transaction.execute(
                    """
                    insert into accounts (id, login, display_name, role, password, active, version, created_at, changed_at)
                    values (\(account), \(login), 'Người thử', 'system', 'x', \(active), 1, now(), now())
                    """)
                try await transaction.execute(
                    "insert into second_factors (account, sealed_secret, confirmed_at, last_step) values (\(account), '\\x01', now(), 0)")
                try await transaction.execute("insert into recovery_codes (account, code_sha256) values (\(account), '\\x01')")
                try await transaction.execute(
                    "insert into connected_persons (issuer, subject, account, connected_at) values ('i', \(login), \(account), now())")
            }
            for (account, what, at) in [
                (handedBack, "handed-back", 1), (cameBack, "handed-back", 1), (cameBack, "revived", 2), (closed, "deactivated", 1),
            ] {
                try await transaction.execute(
                    """
                    insert into account_events (id, account, at, what, actor, actor_name, role, active)
                    values (\(UUID()), \(account), now() + \(at) * interval '1 second', \(what), 'x', 'x', 'system', false)
                    """)
            }
        }
        try await migrate(test)
        try await test.database.transaction(.service) { transaction in
            func left(_ query: SQL) async throws -> Set<UUID> {
                Set(try await transaction.rows(query).map { try $0.get("account", as: UUID.self) })
            }
            let passwords = try await left("select id as account from accounts where password is not null")
            let factors = try await left("select account from second_factors")
            let codes = try await left("select account from recovery_codes")
            let persons = try await left("select account from connected_persons")
            #expect(passwords == [cameBack, closed] && factors == [cameBack, closed] && codes == [cameBack, closed])
            #expect(persons == [cameBack])
        }
    }

    /// Portal's database as it was before a migration.
    private func database(before number: String) async throws -> TestDatabase {
        let former = FileManager.default.temporaryDirectory.appending(path: "former-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: former, withIntermediateDirectories: true)
        for file in try FileManager.default.contentsOfDirectory(at: try #require(App.migrations), includingPropertiesForKeys: nil)
        where file.lastPathComponent < number {
            try FileManager.default.copyItem(at: file, to: former.appending(path: file.lastPathComponent))
        }
        return try await TestDatabase.make(.portal, migrations: try shared() + [MigrationSet(name: "portal", folder: former)])
    }

    private func migrate(_ test: TestDatabase) async throws {
        try await test.migrate(try shared() + [MigrationSet(name: "portal", folder: try #require(App.migrations))])
    }

    private func shared() throws -> [MigrationSet] { [try Outbox.migrations(), try Directory.migrations()] }
}
