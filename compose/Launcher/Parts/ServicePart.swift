import Foundation
import Models
import ServiceKit

/// One of the six services, or one of Reporting's workers.
struct ServicePart: Sendable {
    let plan: Plan
    let service: ServiceName
    let http: LocalHTTP

    /// Brings the service's schema up to date, as its owner.
    func migrate() async throws {
        var environment = environment
        environment["CAUNOI_DATABASE_OWNER_URL"] = plan.databaseURL(
            user: "\(service.rawValue)_owner", password: plan.passwords.owner(service))
        do {
            try await Tool(
                executable: plan.programs.executable(service), arguments: ["migrate"], environment: environment, folder: plan.folder.path,
                confinement: confinement(of: service.rawValue)
            ).run()
        } catch let error as LaunchError {
            throw LaunchError("the migration of \(service.rawValue) failed", remedy: error.description)
        }
    }

    /// Runs one of the service's own commands to its end and answers what it said; `secrets` go by environment, which no other user can read.
    @discardableResult
    func run(_ arguments: [String], secrets: [String: String]) async throws -> String {
        try await Tool(
            executable: plan.programs.executable(service), arguments: arguments, environment: environment.merging(secrets) { $1 },
            folder: plan.folder.path, confinement: confinement(of: service.rawValue)
        ).run()
    }

    /// The service itself, on its own port.
    var blueprint: Blueprint {
        blueprint(name: service.rawValue, command: "serve", port: plan.port(service))
    }

    /// A worker that shares the queue of jobs; it takes any free port and tells nobody.
    func worker(_ number: Int) -> Blueprint {
        blueprint(name: "\(service.rawValue)-worker-\(number)", command: "worker", port: nil)
    }

    private func blueprint(name: String, command: String, port: Int?) -> Blueprint {
        var environment = environment
        environment["TMPDIR"] = plan.folder.temporary(name)
        environment["CAUNOI_HTTP_PORT"] = "\(port ?? 0)"
        let http = http
        return Blueprint(
            name: name, port: port,
            launch: Launch(
                executable: plan.programs.executable(service), arguments: [command], environment: environment, folder: plan.folder.path,
                output: .log(plan.folder.log(name)), confinement: confinement(of: name)),
            probe: { _ in
                guard let port else { return true }
                return await http.answer(port: port, path: "/readyz") == 200
            })
    }

    /// What a program of the service may reach: of the data folder the service's own files alone.
    func confinement(of part: String) -> Confinement {
        let given = plan.settings.environment(of: service)
        let named = [Setting.breachedPasswords, .mailCAFile].compactMap { given[$0.variable] } + plan.settings.filesOfAddresses
        var confinement = Confinement(
            readable: Confinement.machine + Place.inside(plan.programs.ours, hiding: plan.folder.path) + [plan.folder.publicKey]
                + named.flatMap { Place.around(plan.folder.absolute($0), hiding: plan.folder.path) },
            writable: [plan.folder.temporary(part)])
        // Of a demonstration, and put in its place anew by others at any time, wherever it lies.
        if let clock = plan.options.clock { confinement.readable.append(Place.folder(clock)) }
        switch service {
        case .portal:
            confinement.readable += [plan.folder.privateKey, plan.folder.sealingKeys]
            confinement.writable.append(plan.folder.audit)
        case .attachments:
            confinement.writable.append(plan.papers)
        case .notifications:
            confinement.writable.append(plan.folder.mail)
        case .intake, .assignment, .reporting: break
        }
        return confinement
    }

    private var environment: [String: String] {
        var environment = plan.commonEnvironment.merging(plan.settings.environment(of: service)) { $1 }
        environment[Setting.demonstration.variable] = plan.options.isDemonstration ? "yes" : "no"
        environment["CAUNOI_DATA"] = plan.folder.path
        environment["TMPDIR"] = plan.folder.temporary(service.rawValue)
        environment["CAUNOI_HTTP_HOST"] = "127.0.0.1"
        environment["CAUNOI_DATABASE_URL"] = plan.databaseURL(user: service.rawValue, password: plan.passwords.login(service))
        environment["CAUNOI_BROKER_URL"] = plan.brokerURL(user: service.rawValue, password: plan.passwords.brokerUser(service))
        environment["CAUNOI_TOKEN_PUBLIC_KEY"] = plan.folder.publicKey
        environment["CAUNOI_PUBLIC_URL"] = plan.publicURL
        if service == .portal {
            environment["CAUNOI_TOKEN_PRIVATE_KEY"] = plan.folder.privateKey
            environment[Setting.sealingKeys.variable] = plan.folder.sealingKeys
            environment["CAUNOI_SYSTEM_SERVICES"] = ServiceName.allCases.map { "\($0.rawValue)=http://127.0.0.1:\(plan.port($0))" }
                .joined(separator: " ")
        }
        if [.assignment, .attachments, .intake].contains(service) {
            environment[Setting.portalAddress.variable] = "127.0.0.1:\(plan.port(.portal))"
        }
        // It is filled, and tried, by programs.
        if plan.options.isDemonstration, environment[Setting.callScale.variable] == nil { environment[Setting.callScale.variable] = "1000" }
        if service == .portal, plan.options.isDemonstration, environment[Setting.secondFactor.variable] == nil {
            environment[Setting.secondFactor.variable] = "offered"
        }
        if let clock = plan.options.clock { environment["CAUNOI_CLOCK_FILE"] = clock }
        return environment
    }
}
