package import Logging
package import Models

/// Brings a service's schema up to date, as the role that owns it. One runner at a time.
package struct Migrator: Sendable {
    private let ownerURL: String
    private let schema: String
    private let loginRole: String
    private let logger: Logger
    private let plain: PlainLines

    /// - Parameter loginRole: who may read and write the tables afterwards, and owns nothing.
    package init(ownerURL: String, schema: String, loginRole: String, logger: Logger, plain: PlainLines = .loopback) {
        self.plain = plain
        self.ownerURL = ownerURL
        self.schema = schema
        self.loginRole = loginRole
        self.logger = logger
    }

    /// Runs what has not been run, each file in a transaction of its own. Throws ``MigrationError`` where a file that was run has changed.
    package func run(_ sets: [MigrationSet]) async throws {
        let configuration = DatabaseConfiguration(url: ownerURL, applicationName: "\(schema)-migrate", plain: plain)
        let thread = ConnectionThread(pace: configuration.grace / 3)
        defer { thread.stop() }
        let connection = try await Connector(configuration).open(on: thread)
        try await connection.script("set statement_timeout = 0; set search_path = \(schema), public")
        let lock: SQL = "select pg_advisory_lock(hashtextextended(\("migrate:" + schema), 0))"
        _ = try await connection.run([lock.statement], limit: nil)
        try await connection.script(Self.bookkeeping(schema: schema, loginRole: loginRole), limit: nil)
        for set in sets {
            try await run(set, on: connection)
        }
    }

    private func run(_ set: MigrationSet, on connection: Connection) async throws {
        let query: SQL = "select version, name, checksum from migrations where set = \(set.name)"
        let result = try await connection.run([query.statement]).last
        let done = try result.map { try Applied.decodeAll($0) } ?? []
        let known = Dictionary(uniqueKeysWithValues: done.map { ($0.version, $0) })
        for applied in done where !set.migrations.contains(where: { $0.version == applied.version }) {
            throw MigrationError(
                "\(set.name): the database has run \(applied.name), which this program does not know; start a newer program")
        }
        for migration in set.migrations {
            guard let applied = known[migration.version] else {
                try await apply(migration, of: set, on: connection)
                continue
            }
            guard applied.checksum == migration.checksum else {
                throw MigrationError(
                    "\(set.name): \(migration.name) was changed after it had been run; put it back as it was, and write the change as a new migration"
                )
            }
        }
    }

    private func apply(_ migration: MigrationSet.Migration, of set: MigrationSet, on connection: Connection) async throws {
        // The name and checksum hold no quotes: one is checked by its pattern, the other is hexadecimal.
        let record = """
            insert into migrations (set, version, name, checksum)
            values ('\(set.name)', \(migration.version), '\(migration.name)', '\(migration.checksum)')
            """
        do {
            // Alone, so that places in errors are those of the file.
            try await connection.script("begin", limit: nil)
            try await connection.script(migration.text, limit: nil)
            try await connection.script("\(record); commit", limit: nil)
        } catch let error as DatabaseError {
            try? await connection.script("rollback", limit: nil)
            let place = error.place.map { ", \($0)" } ?? ""
            throw MigrationError("\(set.name): \(migration.name) failed: \(error.message) (SQLSTATE \(error.sqlState ?? "none")\(place))")
        }
        logger.info("migrated", metadata: ["schema": "\(schema)", "migration": "\(set.name)/\(migration.name)"])
    }

    private static func bookkeeping(schema: String, loginRole: String) -> String {
        """
        create table if not exists migrations (
            set text not null,
            version int not null,
            name text not null,
            checksum text not null,
            applied_at timestamptz not null default now(),
            primary key (set, version)
        );
        grant usage on schema \(schema) to \(loginRole);
        alter default privileges in schema \(schema) grant select, insert, update, delete on tables to \(loginRole);
        alter default privileges in schema \(schema) grant usage on sequences to \(loginRole);
        revoke all on migrations from \(loginRole)
        """
    }

    private struct Applied: RowDecodable {
        let version: Int
        let name: String
        let checksum: String

        init(_ row: Row) throws {
            version = try row.get("version")
            name = try row.get("name")
            checksum = try row.get("checksum")
        }
    }
}
