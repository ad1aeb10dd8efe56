import Foundation
import Models

/// The front door: Caddy, which routes paths to services (compose/Caddyfile).
struct FrontDoorPart: Sendable {
    let plan: Plan
    let http: LocalHTTP

    var blueprint: Blueprint {
        let port = plan.ports.frontDoor
        let http = http
        return Blueprint(
            name: "front-door", port: port,
            launch: Launch(
                executable: plan.programs.caddy,
                arguments: ["run", "--adapter", "caddyfile", "--config", "\(plan.programs.compose)/Caddyfile"],
                environment: environment, folder: plan.folder.frontDoor, output: .log(plan.folder.log("front-door"))),
            probe: { _ in await http.answer(port: port, path: "/healthz") != nil }, grace: .seconds(10))
    }

    /// Caddy's version as its program tells it.
    func version() async throws -> String {
        let words = try await Tool(executable: plan.programs.caddy, arguments: ["version"], environment: environment).run()
        return words.split(separator: " ").first.map { String($0.drop { $0 == "v" }.trimmingCharacters(in: .whitespacesAndNewlines)) } ?? ""
    }

    private var environment: [String: String] {
        var environment = plan.commonEnvironment
        environment["XDG_DATA_HOME"] = plan.folder.frontDoor
        environment["XDG_CONFIG_HOME"] = plan.folder.frontDoor
        environment["CAUNOI_FRONT_DOOR_HOST"] = plan.options.host
        environment["CAUNOI_PUBLIC_SCHEME"] = plan.publicURL.hasPrefix("https:") ? "https" : "http"
        environment["CAUNOI_HTTP_TRUSTED_PROXIES"] = plan.settings.trustedProxies
        environment["CAUNOI_FRONT_DOOR_PORT"] = "\(plan.ports.frontDoor)"
        for service in ServiceName.allCases {
            environment["CAUNOI_\(service.rawValue.uppercased())_ADDRESS"] = "127.0.0.1:\(plan.port(service))"
        }
        return environment
    }
}
