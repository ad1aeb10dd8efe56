/// The addresses of servers that were started for tests alone, as lines for a shell.
enum TestServersFile {
    /// The file's name in the data folder.
    static let name = "test-servers.env"

    static func write(_ plan: Plan) throws {
        let lines = [
            "export CAUNOI_TEST_DATABASE_URL='\(plan.databaseURLOfServer)'",
            "export CAUNOI_TEST_BROKER_URL='\(plan.brokerAdministratorURL)'",
        ]
        try PrivateFile.write(lines.joined(separator: "\n") + "\n", to: "\(plan.folder.path)/\(name)")
    }
}
