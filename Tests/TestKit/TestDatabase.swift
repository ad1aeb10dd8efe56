package import Database
import Foundation
import Logging
package import Models
import Synchronization

/// A database of a test's own on the private test server, cloned from a template that was migrated once. The server is
/// thrown away as a whole when the tests are over.
package final class TestDatabase: Sendable {
    /// The pool of the service's login role, which owns nothing: row-level security bites as in the running system.
    package let database: Database
    /// The libpq URI of the login role.
    package let url: String
    private let name: String
    private let service: ServiceName

    private init(name: String, service: ServiceName, url: String? = nil) {
        self.name = name
        self.service = service
        self.url = url ?? TestServers.databaseURL(name, user: service.rawValue, password: TestServers.password)
        database = Database(DatabaseConfiguration(url: self.url, applicationName: "test", connections: 8))
    }

    /// A fresh database of `service` with `migrations` applied.
    package static func make(_ service: ServiceName, migrations: [MigrationSet] = []) async throws -> TestDatabase {
        let template = "caunoi_template_\(service.rawValue)_\(fingerprint(migrations))"
        try await TestTemplates.shared.prepare(template, service: service, migrations: migrations)
        let name = "caunoi_test_\(UUID().text.filter { $0 != "-" })"
        try await TestServers.admin { try await $0.script("create database \(name) template \(template)") }
        return TestDatabase(name: name, service: service)
    }

    /// The same on a primary of the test's own, in its one database.
    package static func make(_ service: ServiceName, migrations: [MigrationSet], on servers: Servers) async throws -> TestDatabase {
        let schema = service.rawValue
        try await Database(DatabaseConfiguration(url: servers.url(user: "postgres"), applicationName: "test-admin")).session {
            try await $0.script(
                """
                create role \(schema)_owner login;
                create role \(schema) login;
                alter role \(schema)_owner set search_path = \(schema), public;
                alter role \(schema) set search_path = \(schema), public;
                create schema \(schema) authorization \(schema)_owner
                """)
        }
        try await migrate(servers.url(user: "\(schema)_owner"), service, migrations)
        return TestDatabase(name: "postgres", service: service, url: servers.url(user: schema))
    }

    /// Runs what of `migrations` has not run yet, as an upgrade does.
    package func migrate(_ migrations: [MigrationSet]) async throws {
        try await Self.migrate(Self.ownerURL(name, service), service, migrations)
    }

    /// Runs statements in it as the superuser.
    package func administer(_ script: String) async throws {
        try await TestServers.admin(database: name) { try await $0.script(script) }
    }

    /// Has it take changes, or none. Sessions that are open are ended.
    package func setTakesChanges(_ takesChanges: Bool) async throws {
        try await TestServers.admin { server in
            try await server.script("alter database \(name) set default_transaction_read_only = \(takesChanges ? "off" : "on")")
            _ = try await server.rows("select pg_terminate_backend(pid) from pg_stat_activity where datname = \(name)")
        }
    }

    fileprivate static func ownerURL(_ database: String, _ service: ServiceName) -> String {
        TestServers.databaseURL(database, user: "\(service.rawValue)_owner", password: TestServers.password)
    }

    fileprivate static func migrate(_ url: String, _ service: ServiceName, _ migrations: [MigrationSet]) async throws {
        let schema = service.rawValue
        try await Migrator(ownerURL: url, schema: schema, loginRole: schema, logger: Logger(label: "test")).run(migrations)
    }

    private static func fingerprint(_ migrations: [MigrationSet]) -> String {
        migrations.map(\.fingerprint).joined(separator: "_")
    }
}

/// Makes each template once a test process.
actor TestTemplates {
    static let shared = TestTemplates()
    private var preparing: [String: Task<Void, any Error>] = [:]

    func prepare(_ template: String, service: ServiceName, migrations: [MigrationSet]) async throws {
        let task = preparing[template] ?? Task { try await Self.create(template, service: service, migrations: migrations) }
        preparing[template] = task
        try await task.value
    }

    private static func create(_ template: String, service: ServiceName, migrations: [MigrationSet]) async throws {
        let owner = "\(service.rawValue)_owner"
        let schema = service.rawValue
        try await TestServers.admin { server in
            for role in [owner, schema] {
                try await server.script(
                    """
                    do $$ begin
                        create role \(role) login password '\(TestServers.password)';
                    exception when duplicate_object or unique_violation then null;
                    end $$
                    """)
            }
            try await server.script("drop database if exists \(template) with (force)")
            try await server.script("create database \(template)")
            // One transaction, one at a time: two templates of one service may be made side by side.
            try await server.script(
                """
                select pg_advisory_xact_lock(hashtext('roles of tests'));
                alter role \(owner) set search_path = \(schema), public;
                alter role \(schema) set search_path = \(schema), public;
                """)
        }
        try await TestServers.admin(database: template) { server in
            try await server.script("create extension pg_trgm; create extension unaccent; create schema \(schema) authorization \(owner)")
        }
        try await TestDatabase.migrate(TestDatabase.ownerURL(template, service), service, migrations)
        try await checkPolicies(of: template)
        try await checkFunctions(of: template, schema: schema)
        try await checkTables(of: template, login: schema)
    }

    /// What holds nothing of any organisation: which migrations have run, and the dictionary of names' spellings.
    private static let ofNobody: Set = ["migrations", "names"]

    /// Throws where the login role reads or writes a table without row-level security: every test of the service fails. Not of what is no service's,
    /// which has no audit trail.
    private static func checkTables(of template: String, login: String) async throws {
        let open = try await TestServers.admin(database: template) { server in
            try await server.rows(
                """
                select relname from pg_class
                where relnamespace = \(login)::regnamespace and relkind in ('r', 'p') and not relrowsecurity
                    and has_table_privilege(\(login), oid, 'select, insert, update, delete')
                    and exists (select from pg_class where relnamespace = \(login)::regnamespace and relname = 'audit')
                """
            ).map { try $0.get("relname", as: String.self) }
        }
        let forgotten = open.filter { !ofNobody.contains($0) }
        guard forgotten.isEmpty else { throw OpenTables(tables: forgotten.sorted()) }
    }

    /// Throws where a policy calls the scope in a select list, which each statement would plan anew (decision 0073): every test of the service fails.
    /// Not where an upgrade is tried that begins before the policies were rewritten.
    private static func checkPolicies(of template: String) async throws {
        let slow = try await TestServers.admin(database: template) { server in
            try await server.rows(
                """
                select tablename || '.' || policyname as policy from pg_policies
                where coalesce(qual, '') || coalesce(with_check, '') ~ 'SELECT [a-z_.]*scope_organisations'
                    and not exists (select from pg_proc where proname = 'put_scope_in_line')
                """
            ).map { try $0.get("policy", as: String.self) }
        }
        guard slow.isEmpty else { throw CalledScope(policies: slow) }
    }

    /// Throws where a function with a parsed body (`begin atomic`) takes a table's rows: PostgreSQL refuses since 15.20 to add a column with a default
    /// to that table. Every test of the service fails.
    private static func checkFunctions(of template: String, schema: String) async throws {
        let binding = try await TestServers.admin(database: template) { server in
            try await server.rows(
                """
                select distinct routine.oid::regprocedure::text as function
                from pg_proc as routine
                cross join unnest(routine.proargtypes::oid[]) as argument (type)
                join pg_type on pg_type.oid = argument.type and pg_type.typtype = 'c'
                where routine.prosqlbody is not null and routine.pronamespace = \(schema)::regnamespace
                """
            ).map { try $0.get("function", as: String.self) }
        }
        guard binding.isEmpty else { throw ParsedRows(functions: binding) }
    }
}

/// Tables that the login role reaches and no policy guards.
struct OpenTables: Error {
    let tables: [String]
}

/// Policies that ask scope_organisations() in a select list; they are to ask it in a from clause.
struct CalledScope: Error {
    let policies: [String]
}

/// Functions whose parsed bodies keep tables from being changed; they are to be written as text.
struct ParsedRows: Error {
    let functions: [String]
}
