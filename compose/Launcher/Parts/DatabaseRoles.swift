import Database
import Foundation
import Models

/// Makes the database, the schemas and their two roles each: `<service>_owner` migrates and owns, `<service>` logs in and owns nothing.
struct DatabaseRoles: Sendable {
    let plan: Plan

    /// Safe to run at every start. The database must answer.
    func establish() async throws {
        let file = "\(plan.folder.path)/secrets/roles.sql"
        // Through a private file: a command line can be read by others.
        try PrivateFile.write(statements, to: file)
        defer { unlink(file) }
        var address = URLComponents(string: plan.databaseURLOfServer) ?? URLComponents()
        var environment = plan.commonEnvironment
        environment["PGPASSWORD"] = address.password?.removingPercentEncoding
        environment["PGCONNECT_TIMEOUT"] = "10"
        let server = DatabaseConfiguration(url: plan.databaseURLOfServer, applicationName: "caunoi", plain: plan.settings.plainLines)
        environment.merge(try server.lineVariables()) { $1 }
        address.password = nil
        try await Tool(
            executable: "\(plan.programs.postgresql)/psql",
            arguments: [
                "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--output=/dev/null", "--file=\(file)",
                "--dbname=\(address.string ?? "")",
            ],
            environment: environment, folder: plan.folder.path
        ).run()
    }

    /// Passwords stand in it as literals: neither a slow nor a failed statement may bring them into the log.
    private var statements: String {
        """
        set client_min_messages = warning;
        set log_min_duration_statement = -1;
        set log_min_error_statement = panic;
        select 'create database \(Plan.database) encoding ''UTF8'' template template0' where not exists (select from pg_database where datname = '\(Plan.database)') \\gexec
        \\connect -reuse-previous=on "dbname=\(Plan.database)"
        set client_min_messages = warning;
        set log_min_duration_statement = -1;
        set log_min_error_statement = panic;
        create extension if not exists pg_trgm schema public;
        create extension if not exists unaccent schema public;
        revoke all on database \(Plan.database) from public;
        revoke all on schema public from public;

        """ + ServiceName.allCases.map(statements(for:)).joined()
    }

    private func statements(for service: ServiceName) -> String {
        let login = service.rawValue
        let owner = "\(login)_owner"
        return """
            \(role(owner, password: plan.passwords.owner(service)))
            \(role(login, password: plan.passwords.login(service)))
            grant connect on database \(Plan.database) to \(owner), \(login);
            grant usage on schema public to \(owner), \(login);
            create schema if not exists \(login) authorization \(owner);
            grant usage on schema \(login) to \(login);
            alter role \(owner) in database \(Plan.database) set search_path = \(login), public;
            alter role \(login) in database \(Plan.database) set search_path = \(login), public;
            alter default privileges for role \(owner) in schema \(login)
                grant select, insert, update, delete on tables to \(login);
            alter default privileges for role \(owner) in schema \(login) grant usage, select on sequences to \(login);

            """
    }

    private func role(_ name: String, password: String) -> String {
        """
        do $$ begin
            if not exists (select from pg_roles where rolname = '\(name)') then create role \(name); end if;
        end $$;
        alter role \(name) with login nosuperuser nocreatedb nocreaterole noinherit noreplication nobypassrls password '\(password)';
        """
    }
}
