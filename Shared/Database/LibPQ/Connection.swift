import Synchronization

/// A connection to PostgreSQL for one user at a time: what is asked of it goes to the reactor and the answer comes back asynchronously.
final class Connection: Sendable {
    private let reactor: Reactor
    private let wire: Wire
    private let broken = Mutex(false)

    private init(reactor: Reactor) {
        self.reactor = reactor
        wire = Wire(reactor: reactor)
    }

    deinit {
        let wire = wire
        reactor.perform { _ in wire.close() }
    }

    /// Connects; throws a ``DatabaseError`` of kind `connectionLost`.
    static func open(_ address: String, on reactor: Reactor) async throws -> Connection {
        let connection = Connection(reactor: reactor)
        let wire = connection.wire
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            reactor.perform { _ in
                wire.connect(address) { continuation.resume(with: $0.mapError { $0 as any Error }) }
            }
        }
        return connection
    }

    /// Whether it was lost: throw it away.
    var isBroken: Bool { wire.isLost || broken.withLock { $0 } }

    /// One round trip: all statements in order; the first error keeps the later ones from running.
    func run(_ statements: [Statement]) async throws -> [ResultSet] {
        for statement in statements where statement.parameters.contains(where: { !$0.isBinary && $0.bytes?.contains(0) == true }) {
            var error = DatabaseError(kind: .server, message: "a text value holds a zero byte, which PostgreSQL cannot keep")
            error.sqlState = "22021"
            error.statement = statement.text
            throw error
        }
        return try await exchange(.pipeline(statements))
    }

    /// Several statements in one text, without values; in one transaction unless the text says otherwise.
    func script(_ text: String) async throws {
        _ = try await exchange(.script(text))
    }

    private func exchange(_ work: Exchange.Work) async throws -> [ResultSet] {
        let wire = wire
        do {
            return try await withCheckedThrowingContinuation { continuation in
                reactor.perform { _ in
                    wire.start(Exchange(work: work) { continuation.resume(with: $0.mapError { $0 as any Error }) })
                }
            }
        } catch let error as DatabaseError {
            if error.kind == .connectionLost || error.sqlState?.hasPrefix("57P") == true { broken.withLock { $0 = true } }
            throw error
        }
    }
}
