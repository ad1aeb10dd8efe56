import Foundation
import Models

/// Where the programs lie that `caunoi` puts together.
struct Programs: Sendable {
    /// The folder of our own executables, `caunoi` among them.
    let ours: String
    /// The program that runs now.
    let itself: String
    /// The folder `compose/` with the servers' settings.
    let compose: String
    /// PostgreSQL's own `bin`.
    let postgresql: String
    /// The `sbin` of RabbitMQ's package (the wrapper on the PATH switches user).
    let rabbitmq: String
    let epmd: String
    let caddy: String

    /// Finds them. Throws `LaunchError` naming what is missing and how to get it.
    static func find() throws -> Programs {
        let itself = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let ours = URL(fileURLWithPath: itself).deletingLastPathComponent().path
        return Programs(
            ours: ours, itself: itself,
            compose: try composeFolder(above: ours),
            postgresql: try newest(in: "/usr/lib/postgresql", suffix: "/bin", holding: "postgres", package: "postgresql-15"),
            rabbitmq: try newest(in: "/usr/lib/rabbitmq/lib", suffix: "/sbin", holding: "rabbitmq-server", package: "rabbitmq-server"),
            epmd: try onPath("epmd", package: "erlang-base"),
            caddy: try onPath("caddy", package: "caddy"))
    }

    var caunoi: String { "\(ours)/caunoi" }

    func executable(_ service: ServiceName) -> String { "\(ours)/\(service.executable)" }

    /// RabbitMQ's version, which its folder is named after.
    var rabbitmqVersion: String {
        let folder = URL(fileURLWithPath: rabbitmq).deletingLastPathComponent().lastPathComponent
        return String(folder.drop { $0 != "-" }.dropFirst())
    }

    /// Checks, as the present user, that every program of ours can be reached and run.
    func checkReach() throws {
        for service in ServiceName.allCases {
            let path = executable(service)
            try UnprivilegedUser.checkReach(path)
            guard access(path, X_OK) == 0 else {
                throw LaunchError("the program \(path) is missing", remedy: "build the system first: make run, or compose/build")
            }
        }
        try UnprivilegedUser.checkReach("\(compose)/Caddyfile")
    }

    /// The settings' folder: named by CAUNOI_COMPOSE, installed beside the programs, or in the source tree above them.
    private static func composeFolder(above ours: String) throws -> String {
        var places = [String]()
        if let named = ProcessInfo.processInfo.environment["CAUNOI_COMPOSE"] { places.append(named) }
        var folder = URL(fileURLWithPath: ours)
        places.append(folder.deletingLastPathComponent().appendingPathComponent("share/caunoi/compose").path)
        while folder.path != "/" {
            places.append(folder.appendingPathComponent("compose").path)
            folder.deleteLastPathComponent()
        }
        guard let found = places.first(where: { FileManager.default.fileExists(atPath: "\($0)/Caddyfile") }) else {
            throw LaunchError("the folder compose/ with the servers' settings is missing", remedy: "name it with CAUNOI_COMPOSE")
        }
        return found
    }

    private static func newest(in folder: String, suffix: String, holding program: String, package: String) throws -> String {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let found = names.filter { FileManager.default.isExecutableFile(atPath: "\(folder)/\($0)\(suffix)/\(program)") }
        guard let newest = found.max(by: { $0.compare($1, options: .numeric) == .orderedAscending }) else {
            throw LaunchError("\(program) is not installed", remedy: "run compose/setup, or: apt-get install \(package)")
        }
        return "\(folder)/\(newest)\(suffix)"
    }

    private static func onPath(_ program: String, package: String) throws -> String {
        let own = ProcessInfo.processInfo.environment["PATH"] ?? ""
        for folder in own.split(separator: ":").map(String.init) + ["/usr/local/bin", "/usr/bin", "/bin"] {
            let path = "\(folder)/\(program)"
            if FileManager.default.isExecutableFile(atPath: path) { return path }
        }
        throw LaunchError("\(program) is not installed", remedy: "run compose/setup, or: apt-get install \(package)")
    }
}
