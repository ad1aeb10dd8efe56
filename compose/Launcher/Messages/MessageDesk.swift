import Database
import Foundation
import Logging
import Messaging
import Models
import Outbox
import ServiceKit

/// The parked and the sent messages of a running system, for the command `caunoi messages`. It works on the tables as each service's own login
/// role, and on the broker as its administrator, so that a service which is down is no obstacle.
struct MessageDesk: Sendable {
    private let services: [ServiceName]
    private let databases: [ServiceName: Database]
    private let brokerURL: String

    /// - Parameter only: one service alone; nil means all.
    /// Throws `LaunchError` where nothing runs.
    static func open(_ folder: DataFolder, only: ServiceName?) async throws -> MessageDesk {
        let settings = try await Settings.read()
        guard let state = StateFile.read(folder), state.supervisor.isAlive else {
            throw LaunchError(
                "nothing is running in \(folder.path), so neither tables nor queues are there", remedy: "start it with caunoi up")
        }
        let passwords = try Passwords.of(folder)
        let services = only.map { [$0] } ?? ServiceName.allCases
        let address = DatabaseAddress(running: state, settings)
        let databases = services.map { service in
            let url = address.url(user: service.rawValue, password: passwords.login(service))
            return (
                service,
                Database(
                    DatabaseConfiguration(
                        url: url, applicationName: "caunoi", connections: 2, patience: .seconds(5), plain: settings.plainLines))
            )
        }
        return MessageDesk(
            services: services, databases: Dictionary(uniqueKeysWithValues: databases),
            brokerURL: try await Self.brokerURL(folder, settings, passwords))
    }

    private static func brokerURL(_ folder: DataFolder, _ settings: Settings, _ passwords: Passwords) async throws -> String {
        if let configured = settings.brokerURL { return configured }
        guard case .status(let status) = try await ControlClient(folder: folder).ask(.status),
            let port = status.parts.first(where: { $0.name == "rabbitmq" })?.port
        else { throw LaunchError("the supervisor does not say where RabbitMQ is", remedy: "look at caunoi status") }
        return "amqp://\(Plan.brokerAdministrator):\(passwords.brokerAdministrator)@127.0.0.1:\(port)/\(Plan.virtualHost)"
    }

    /// What is parked, the oldest first within each service.
    func parked() async throws -> [ParkedView] {
        var found: [ParkedView] = []
        for service in services {
            let messages = messages(of: service)
            var after: UUID?
            repeat {
                let page = ParkedViews(try await reading { try await messages.list(limit: 200, after: after) }, of: service, limit: 200)
                found += page.items
                after = page.next?.uuid
            } while after != nil
        }
        return found
    }

    /// One of them, whole; that it was looked at is audited. Throws `LaunchError` where there is none.
    func find(_ id: UUID) async throws -> ParkedView {
        let service = try await outline(id).service
        guard let content = try await reading({ try await messages(of: service).find(id, by: Self.actor) }) else {
            throw Self.missing(id)
        }
        return ParkedView(content, of: service)
    }

    /// Without its content, into which nobody looks.
    private func outline(_ id: UUID) async throws -> ParkedView {
        for service in services {
            if let message = try await reading({ try await messages(of: service).outline(id) }) { return ParkedView(message, of: service) }
        }
        throw Self.missing(id)
    }

    /// Sends them back to their queues. Throws `LaunchError` for the first that is not there, or could not be sent.
    func replay(_ ids: [UUID]) async throws {
        let outcomes = try await publishing { broker in
            try await each(ids) { service, ids in try await messages(of: service).replay(ids, by: Self.actor, through: broker) }
        }
        for (id, outcome) in outcomes where outcome != .replayed {
            if case .failed(let why)? = outcome { throw LaunchError("\(id.text) was not replayed: \(why)") }
            throw try await Self.dealtWith(outline(id))
        }
    }

    /// Closes them for good. Throws `LaunchError` for the first that is not there, or was dealt with before.
    func discard(_ ids: [UUID], because reason: String) async throws {
        let outcomes = try await each(ids) { service, ids in
            let done = try await messages(of: service).discard(ids, reason: reason, by: Self.actor)
            return Dictionary(uniqueKeysWithValues: done.map { ($0, true) })
        }
        for (id, done) in outcomes where done == nil { throw try await Self.dealtWith(outline(id)) }
    }

    /// Sends again what the services have told since then: to everybody, or straight to one service. How many messages of each.
    func republish(since: Date, to service: ServiceName?) async throws -> [(ServiceName, Int)] {
        try await publishing { broker in
            var sent: [(ServiceName, Int)] = []
            for producer in services {
                let count = try await reading {
                    try await Outbox.republish(since: since, to: service, from: database(of: producer), through: broker)
                }
                sent.append((producer, count))
            }
            return sent
        }
    }

    /// As the broker's administrator.
    private func publishing<Value>(_ body: (Broker) async throws -> Value) async throws -> Value {
        var logger = Logger(label: "caunoi")
        logger.logLevel = .error
        let broker = Broker(address: try BrokerAddress(url: brokerURL), clientName: "caunoi", logger: logger)
        do {
            let value = try await body(broker)
            await broker.close()
            return value
        } catch {
            await broker.close()
            throw error
        }
    }

    /// Does something with the messages of each service; the outcome of each, in their order. Nothing is done where one is in no service.
    private func each<Outcome>(
        _ ids: [UUID], _ act: (ServiceName, [UUID]) async throws -> [UUID: Outcome]
    ) async throws -> [(UUID, Outcome?)] {
        var owners: [ServiceName: [UUID]] = [:]
        for id in ids { owners[try await outline(id).service, default: []].append(id) }
        var outcomes: [UUID: Outcome] = [:]
        for (service, own) in owners { outcomes.merge(try await reading { try await act(service, own) }) { $1 } }
        return ids.map { ($0, outcomes[$0]) }
    }

    private func messages(of service: ServiceName) -> ParkedMessages {
        ParkedMessages(database(of: service), service: service, clock: .system)
    }

    private func database(of service: ServiceName) -> Database {
        guard let database = databases[service] else { preconditionFailure("there is a database for each of the services") }
        return database
    }

    private func reading<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let error as Republishing.Stopped {
            throw LaunchError("\(error)", remedy: "mend the cause and send again: what was heard has no second effect")
        } catch let error as DatabaseError {
            throw LaunchError("the tables of messages cannot be used: \(error)", remedy: "look at caunoi status")
        }
    }

    private static var actor: AuditActor { AuditActor(id: "caunoi:\(MachineUser.name)", name: "caunoi", role: .system) }

    private static func missing(_ id: UUID) -> LaunchError {
        LaunchError("there is no message \(id.text)", remedy: "caunoi messages parked shows what there is")
    }

    private static func dealtWith(_ message: ParkedView) -> LaunchError {
        LaunchError("\(message.id) was \(message.resolution ?? "dealt with") before")
    }
}
