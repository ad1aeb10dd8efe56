import Foundation

/// The private PostgreSQL: on a socket in a private folder only, every role with a password of its own.
struct PostgreSQLPart: Sendable {
    let plan: Plan

    private var folder: String { plan.folder.database }

    /// Makes the cluster at the first start, and writes its settings at every start.
    func prepare() async throws {
        let isNew = !FileManager.default.fileExists(atPath: "\(folder)/PG_VERSION")
        if isNew { try await makeCluster() }
        try PrivateFile.write(settings, to: "\(folder)/postgresql.conf")
        try PrivateFile.write("local all all scram-sha-256\n", to: "\(folder)/pg_hba.conf")
        if !isNew, !plan.options.serversOnly { try await setPassword() }
    }

    var blueprint: Blueprint {
        let folder = folder
        return Blueprint(
            name: "postgresql",
            launch: Launch(
                executable: "\(plan.programs.postgresql)/postgres", arguments: ["-D", folder], environment: plan.commonEnvironment,
                folder: folder, output: .log(plan.folder.log("postgresql"))),
            probe: { pid in
                guard let postmaster = PostmasterFile(folder) else { return false }
                return postmaster.pid == pid && postmaster.isReady
            },
            stopSignal: SIGINT)
    }

    /// Gives the administrator the password of this start, while no server runs: by PostgreSQL's single-user mode, which takes no password itself.
    private func setPassword() async throws {
        let file = "\(plan.folder.path)/secrets/administrator.sql"
        try PrivateFile.write(
            "set log_min_duration_statement = -1;\nalter role \(Plan.databaseAdministrator) password '\(plan.passwords.databaseAdministrator)';\n",
            to: file)
        defer { unlink(file) }
        try await Tool(
            executable: "/bin/sh",
            arguments: [
                "-c", #"exec "$0" --single -D "$1" -c log_statement=none -c exit_on_error=on postgres <"$2" >/dev/null"#,
                "\(plan.programs.postgresql)/postgres", folder, file,
            ],
            environment: plan.commonEnvironment, folder: plan.folder.path
        ).run()
    }

    /// The server's version as its program tells it.
    func version() async throws -> String {
        let words = try await Tool(
            executable: "\(plan.programs.postgresql)/postgres", arguments: ["--version"], environment: plan.commonEnvironment
        ).run()
        return words.split(separator: " ").first { $0.first?.isNumber == true }.map(String.init) ?? ""
    }

    /// In a folder beside, put in place when it is whole: an interrupted first start leaves nothing half-made.
    private func makeCluster() async throws {
        let draft = "\(folder).new"
        try? FileManager.default.removeItem(atPath: draft)
        let password = "\(plan.folder.path)/secrets/initial-password"
        try PrivateFile.write(plan.passwords.databaseAdministrator, to: password)
        defer { unlink(password) }
        try await Tool(
            executable: "\(plan.programs.postgresql)/initdb",
            arguments: [
                "-D", draft, "--username=\(Plan.databaseAdministrator)", "--pwfile=\(password)", "--auth=scram-sha-256",
                "--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums", "--no-instructions", "--no-sync",
            ],
            environment: plan.commonEnvironment, folder: plan.folder.path
        ).run()
        try await Tool(
            executable: "\(plan.programs.postgresql)/initdb", arguments: ["-D", draft, "--sync-only"],
            environment: plan.commonEnvironment, folder: plan.folder.path
        ).run()
        guard rename(draft, folder) == 0 else { throw LaunchError("\(folder) cannot be put in place: \(systemReason(errno))") }
    }

    /// What tests keep in a scratch folder need not outlive a power cut; everything else must.
    private var durability: String {
        plan.options.serversOnly ? "fsync = off\nfull_page_writes = off" : "fsync = on\nfull_page_writes = on"
    }

    /// For a machine of two cores and a few gigabytes; what stands in `local.conf` wins.
    private var settings: String {
        """
        # Written by caunoi at every start. Put changes into local.conf beside this file: they win.
        listen_addresses = ''
        unix_socket_directories = '\(plan.sockets)'
        unix_socket_permissions = 0700
        port = 5432
        password_encryption = 'scram-sha-256'
        max_connections = \(plan.options.serversOnly ? 400 : 200)
        shared_buffers = 256MB
        effective_cache_size = 1GB
        work_mem = 8MB
        maintenance_work_mem = 64MB
        random_page_cost = 1.1
        wal_compression = on
        min_wal_size = 128MB
        max_wal_size = 1GB
        checkpoint_timeout = 15min
        autovacuum_naptime = 20s
        jit = off
        \(durability)
        synchronous_commit = on
        timezone = 'UTC'
        log_timezone = 'UTC'
        log_line_prefix = '%m [%p] %u '
        log_min_duration_statement = 1000
        # Values are names, numbers and stories of vulnerable people: never in a log.
        log_parameter_max_length = 0
        log_parameter_max_length_on_error = 0
        log_lock_waits = on
        # Nor what went wrong with a statement: the text of an error may hold the value that was wrong. Services tell its kind and place.
        log_min_messages = log
        log_min_error_statement = panic
        log_error_verbosity = terse
        idle_in_transaction_session_timeout = 120000
        include_if_exists = 'local.conf'

        """
    }
}
