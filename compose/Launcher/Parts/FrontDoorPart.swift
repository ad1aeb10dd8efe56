import Foundation
import Models
import ServiceKit

/// The front door: Caddy, which routes paths to services (compose/Caddyfile).
struct FrontDoorPart: Sendable {
    let plan: Plan
    let http: LocalHTTP
    /// The word by which the running front door knows whose orders it takes.
    private let orders = Passwords.word()

    init(plan: Plan, http: LocalHTTP) {
        self.plan = plan
        self.http = http
    }

    var blueprint: Blueprint {
        let own = plan.ports.ownDoor
        let http = http
        return Blueprint(
            name: "front-door", port: plan.ports.frontDoor,
            launch: Launch(
                executable: plan.programs.caddy,
                arguments: ["run"] + configuration,
                environment: environment, folder: plan.folder.frontDoor, output: .log(plan.folder.log("front-door")),
                confinement: confinement),
            probe: { _ in await http.answer(port: own, path: "/healthz") != nil }, grace: .seconds(10))
    }

    /// The oldest Go whose faults are still mended, as of 2026-11-30: the newest two are (go.dev/doc/devel/release), 1.27 came out in August 2026.
    static let oldestGo = GoVersion(major: 1, minor: 26)

    /// Throws `LaunchError` where the front door would not start: a certificate that is missing, or is not its key's; and where it would be open to
    /// other machines with faults that nobody mends (OWASP ASVS 5.0, V15.2.1).
    func check() async throws {
        try await checkAge()
        guard let tls = plan.settings.tls else { return }
        try tls.checkFiles()
        if let port = tls.redirectPort { try Ports.check(port, host: plan.options.host) }
        try await copy(tls)
    }

    /// Certificate and key, as they are now, beside the front door's own files: it sees nothing of the folder where they are kept. Throws
    /// `LaunchError`, and leaves the former ones there, where they do not fit together.
    private func copy(_ tls: FrontDoorTLS) async throws {
        let draft = "\(tlsFolder).new"
        for folder in [tlsFolder, draft] { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }
        for (file, name) in [(tls.certificate, Self.certificate), (tls.key, Self.key)] {
            try PrivateFile.write(Data(contentsOf: URL(fileURLWithPath: file)), to: "\(draft)/\(name)")
        }
        do {
            try await caddy(["validate"] + configuration, tls: draft)
        } catch let error as LaunchError {
            throw LaunchError("the front door cannot use \(tls.certificate) with \(tls.key)", remedy: error.remedy)
        }
        for name in [Self.certificate, Self.key] {
            guard rename("\(draft)/\(name)", "\(tlsFolder)/\(name)") == 0 else {
                throw LaunchError("\(tlsFolder)/\(name) cannot be put in place: \(systemReason(errno))")
            }
        }
    }

    /// Has the running front door take certificate and key as they are now; what is under way goes on. Where they are no good, it keeps
    /// those it has.
    func takeCertificate(_ tls: FrontDoorTLS) async throws {
        try await copy(tls)
        let settings = try String(contentsOfFile: "\(plan.programs.compose)/Caddyfile", encoding: .utf8)
        try await http.load(settings, of: "text/caddyfile", at: control, as: orders)
    }

    /// Until it is cancelled: a certificate that was renewed is taken within seconds. One that is no good is told once, and the old one
    /// stays.
    func watchCertificate(_ tls: FrontDoorTLS, _ console: Console, every pause: Duration = .seconds(5)) async {
        var known = tls.stamp
        while (try? await Task.sleep(for: pause)) != nil {
            // While it is being written it changes: what stood still for a turn is whole.
            guard let stamp = tls.stamp, stamp != known, (try? await Task.sleep(for: .seconds(2))) != nil, stamp == tls.stamp else {
                continue
            }
            known = stamp
            do {
                try await takeCertificate(tls)
                console.happened("the front door has taken the renewed certificate")
            } catch {
                console.happened("the front door keeps its certificate, the new one is no good: \(error)")
            }
        }
    }

    private func checkAge() async throws {
        guard PlainLines.leavesTheMachine(to: plan.options.host), !plan.settings.anyCaddy else { return }
        let go = GoVersion(try await caddy(["build-info"]))
        if let go, go >= Self.oldestGo { return }
        throw LaunchError(
            "the front door would be open to other machines, and its Caddy was built with a Go whose faults are no longer mended "
                + "(\(go?.description ?? "an unknown one"))",
            remedy: "let it listen on loopback with a proxy before it that is mended (compose/nginx.conf), install a Caddy built with "
                + "\(Self.oldestGo) or later, or say \(Settings.frontDoorCaddy.variable)=any")
    }

    /// Caddy's version as its program tells it.
    func version() async throws -> String {
        let words = try await caddy(["version"])
        return words.split(separator: " ").first.map { String($0.drop { $0 == "v" }.trimmingCharacters(in: .whitespacesAndNewlines)) } ?? ""
    }

    private var configuration: [String] { ["--adapter", "caddyfile", "--config", "\(plan.programs.compose)/Caddyfile"] }

    /// Where Caddy takes orders: in a private folder.
    private var control: String { "\(controlFolder)/control.sock" }
    private var controlFolder: String { "\(plan.sockets)/front-door" }

    private var tlsFolder: String { "\(plan.folder.temporary("front-door"))/tls" }
    private static let certificate = "certificate.pem"
    private static let key = "key.pem"

    /// What it may reach: its program and its settings; of the data folder its own part.
    var confinement: Confinement {
        let settings = "\(plan.programs.compose)/Caddyfile"
        return Confinement(
            readable: Confinement.machine + [plan.programs.caddy, settings].map(Place.resolved),
            writable: [plan.folder.frontDoor, plan.folder.temporary("front-door"), controlFolder])
    }

    @discardableResult
    private func caddy(_ arguments: [String], tls folder: String? = nil) async throws -> String {
        var environment = environment
        if let folder {
            environment["CAUNOI_FRONT_DOOR_CERTIFICATE"] = "\(folder)/\(Self.certificate)"
            environment["CAUNOI_FRONT_DOOR_KEY"] = "\(folder)/\(Self.key)"
        }
        return try await Tool(executable: plan.programs.caddy, arguments: arguments, environment: environment, confinement: confinement)
            .run()
    }

    private var environment: [String: String] {
        var environment = plan.commonEnvironment
        environment["XDG_DATA_HOME"] = plan.folder.frontDoor
        environment["XDG_CONFIG_HOME"] = plan.folder.frontDoor
        environment["CAUNOI_FRONT_DOOR_HOST"] = plan.options.host
        environment["CAUNOI_PUBLIC_SCHEME"] = plan.publicURL.hasPrefix("https:") ? "https" : "http"
        if plan.publicURL.hasPrefix("https:") {
            environment["CAUNOI_FRONT_DOOR_HSTS"] = "?Strict-Transport-Security \"max-age=63072000; includeSubDomains\""
        }
        environment["CAUNOI_HTTP_TRUSTED_PROXIES"] = plan.settings.trustedProxies
        environment["CAUNOI_FRONT_DOOR_PORT"] = "\(plan.ports.frontDoor)"
        if plan.ports.ownDoor != plan.ports.frontDoor {
            environment["CAUNOI_FRONT_DOOR_OWN"] = "own"
            environment["CAUNOI_FRONT_DOOR_OWN_PORT"] = "\(plan.ports.ownDoor)"
        }
        if let tls = plan.settings.tls {
            // Any program of our user reaches the socket. Who does not know the word is refused.
            environment["CAUNOI_FRONT_DOOR_CONTROL"] = "unix/\(control) {\norigins \(orders)\nenforce_origin\n}"
            environment["CAUNOI_FRONT_DOOR_LISTENER"] = "tls"
            environment["CAUNOI_FRONT_DOOR_CERTIFICATE"] = "\(tlsFolder)/\(Self.certificate)"
            environment["CAUNOI_FRONT_DOOR_KEY"] = "\(tlsFolder)/\(Self.key)"
            environment["CAUNOI_PUBLIC_URL"] = plan.publicURL
            if let port = tls.redirectPort {
                environment["CAUNOI_FRONT_DOOR_REDIRECT"] = "redirect"
                environment["CAUNOI_FRONT_DOOR_REDIRECT_PORT"] = "\(port)"
            }
        }
        for service in ServiceName.allCases {
            environment["CAUNOI_\(service.rawValue.uppercased())_ADDRESS"] = "127.0.0.1:\(plan.port(service))"
        }
        return environment
    }
}
