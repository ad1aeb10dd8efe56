import Foundation
import Models

/// Starts the parts in order, keeps them running, stops them in the opposite order.
actor Supervisor {
    private let plan: Plan
    private let state: StateFile
    private let console: Console
    private let http = LocalHTTP()
    private var stopping = false
    private var database: Part?
    private var names: Part?
    private var broker: Part?
    private var services: [(ServiceName, Part)] = []
    private var workers: [Part] = []
    private var frontDoor: Part?
    private var certificateWatch: Task<Void, Never>?
    private var versions: [String: String] = [:]

    init(plan: Plan, state: StateFile, console: Console) {
        self.plan = plan
        self.state = state
        self.console = console
    }

    /// Starts all; throws with what went wrong where a part does not come up. What did start is stopped by ``stop()``.
    func start() async throws {
        let door = FrontDoorPart(plan: plan, http: http)
        if !plan.options.serversOnly { try await door.check() }
        async let database: Void = startDatabase()
        async let broker: Void = startBroker()
        _ = try await (database, broker)
        if plan.options.serversOnly { return }
        try await startServices()
        try setWorkers(plan.options.workers)
        if plan.options.workers > 0 { console.done("workers", "\(plan.options.workers)") }
        let part = try await begin(door.blueprint) { self.frontDoor = $0 }
        versions[part.name] = try? await door.version()
        try await part.ready()
        console.done("front door", "port \(plan.ports.frontDoor)")
        if let tls = plan.settings.tls { certificateWatch = Task { [console] in await door.watchCertificate(tls, console) } }
    }

    /// Front door, services and workers, broker, database; returns when all are gone.
    func stop() async {
        stopping = true
        certificateWatch?.cancel()
        await frontDoor?.stop()
        await withTaskGroup(of: Void.self) { group in
            for part in services.map(\.1) + workers { group.addTask { await part.stop() } }
        }
        await broker?.stop()
        await names?.stop()
        await database?.stop()
    }

    /// Answers a command.
    func answer(_ request: ControlRequest) async -> ControlAnswer {
        switch request {
        case .status: return .status(await status())
        case .stop: return .done("stopping")
        case .workers(let count):
            do {
                try setWorkers(count)
                return .done(
                    count == 0
                        ? "no reporting worker: reports wait until there is one again (caunoi workers 1)" : "reporting workers: \(count)")
            } catch {
                return .refused("\(error)")
            }
        }
    }

    /// How each part is.
    func parts() async -> [PartStatus] {
        let all = [database, names, broker].compactMap(\.self) + services.map(\.1) + workers + [frontDoor].compactMap(\.self)
        var found = [PartStatus]()
        for part in all {
            let condition = await part.condition()
            found.append(
                PartStatus(
                    name: part.name, pid: condition.pid, port: part.blueprint.port, state: condition.state,
                    version: part.blueprint.version ?? versions[part.name], restarts: condition.restarts))
        }
        return found
    }

    private func status() async -> SystemStatus {
        async let parts = parts()
        async let queues = plan.settings.brokerURL == nil ? try? RabbitMQPart(plan: plan).queues() : nil
        var status = SystemStatus()
        for (service, part) in services {
            guard let port = part.blueprint.port,
                let report = await http.value(ServiceReport.self, port: port, path: "/status")
            else { continue }
            status.outbox.append(
                OutboxStatus(service: service.rawValue, rows: report.outbox.rows, oldestSeconds: report.outbox.oldestSeconds ?? 0))
            status.parked += report.parked
            status.early += report.early
        }
        status.parts = await parts
        if let queues = await queues {
            status.queues = queues
        } else if let index = status.parts.firstIndex(where: { $0.name == "rabbitmq" }) {
            // A broker that cannot tell its queues is not ready, whatever else it does.
            status.parts[index].state = .starting
        }
        return status
    }

    private func startDatabase() async throws {
        if plan.settings.databaseAdministratorURL == nil {
            let server = PostgreSQLPart(plan: plan)
            try await server.prepare()
            let part = try await begin(server.blueprint) { self.database = $0 }
            try await part.ready()
            versions[part.name] = try? await server.version()
            console.done("postgresql", versions[part.name] ?? "")
        }
        if plan.options.serversOnly { return }
        try await DatabaseRoles(plan: plan).establish()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for service in ServiceName.allCases {
                let part = ServicePart(plan: plan, service: service, http: http)
                group.addTask { try await part.migrate() }
            }
            try await group.waitForAll()
        }
        console.done("migrations")
    }

    private func startBroker() async throws {
        if plan.settings.brokerURL == nil {
            let server = RabbitMQPart(plan: plan)
            try server.prepare()
            let names = try await begin(server.names) { self.names = $0 }
            try await names.ready()
            let part = try await begin(server.blueprint, returned: redeclareQueues) { self.broker = $0 }
            try await part.ready()
            console.done("rabbitmq", plan.programs.rabbitmqVersion)
        }
        if plan.options.serversOnly { return }
        try await QueueTopology(plan: plan).declare()
        console.done("queues", "\(Topology.standard.queues.count)")
    }

    /// A broker that came back without its data (a lost disk) has no queues; services may declare none, and would wait for them for ever.
    private nonisolated var redeclareQueues: @Sendable () async -> Void {
        let (plan, console) = (plan, console)
        return {
            guard !plan.options.serversOnly else { return }
            do {
                try await QueueTopology(plan: plan).declare()
            } catch {
                console.happened("\(error)")
            }
        }
    }

    private func startServices() async throws {
        for service in ServiceName.allCases {
            _ = try await begin(ServicePart(plan: plan, service: service, http: http).blueprint) { self.services.append((service, $0)) }
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (service, part) in services {
                group.addTask {
                    try await part.ready()
                    await self.tellReady(service, part)
                }
            }
            try await group.waitForAll()
        }
    }

    private func tellReady(_ service: ServiceName, _ part: Part) async {
        guard let port = part.blueprint.port else { return }
        versions[part.name] = await http.value(ServiceReport.self, port: port, path: "/status")?.version
        console.done(service.rawValue, "port \(port)")
    }

    /// Starts as many workers as are missing, or lets the last ones finish and go.
    private func setWorkers(_ count: Int) throws {
        guard (0...64).contains(count) else { throw LaunchError("\(count) workers: 0 to 64 are possible") }
        guard !stopping else { throw LaunchError("the system is stopping") }
        while workers.count > count {
            let last = workers.removeLast()
            Task { await last.stop() }
        }
        while workers.count < count {
            let part = part(ServicePart(plan: plan, service: .reporting, http: http).worker(workers.count + 1))
            workers.append(part)
            // From its start on it counts as ready: it takes jobs when it can, and is started again when it dies.
            Task {
                try await part.start()
                try await part.ready()
            }
        }
    }

    /// Starts a part; it is kept before it starts, so that whatever happens it is stopped.
    private func begin(
        _ blueprint: Blueprint, returned: @escaping @Sendable () async -> Void = {}, keep: (Part) -> Void
    ) async throws -> Part {
        try Task.checkCancellation()
        guard !stopping else { throw CancellationError() }
        let part = part(blueprint, returned: returned)
        keep(part)
        try await part.start()
        return part
    }

    private func part(_ blueprint: Blueprint, returned: @escaping @Sendable () async -> Void = {}) -> Part {
        let (state, console, name) = (state, console, blueprint.name)
        return Part(blueprint, note: { state.note(name, $0) }, tell: { console.happened($0) }, returned: returned)
    }
}

/// What a service tells on `/status`.
struct ServiceReport: Decodable, Sendable {
    let version: String
    let outbox: Outbox
    let parked: Int
    let early: Int

    struct Outbox: Decodable, Sendable {
        let rows: Int
        let oldestSeconds: Double?

        enum CodingKeys: String, CodingKey {
            case rows
            case oldestSeconds = "oldest_seconds"
        }
    }
}
