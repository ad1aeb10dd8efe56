import CPostgreSQL
import Glibc
import Synchronization

/// Opens connections, each on a thread of its own: names are looked up by calls that block, and a TLS handshake would hold up other connections.
final class Connector: Sendable {
    /// A connected PGconn, handed from the thread that opened it to the one that owns it.
    ///
    /// `@unchecked Sendable`: one thread at a time has it.
    struct Opened: @unchecked Sendable {
        let connection: OpaquePointer
        let identity: ServerIdentity
    }

    private let hosts: Result<HostList, DatabaseError>
    /// For one host; the whole may take that for each.
    private let patience: Duration
    private let grace: Duration
    /// The host that answered last is asked first.
    private let favourite = Atomic<Int>(0)

    init(_ configuration: DatabaseConfiguration) {
        hosts = Result { () throws(DatabaseError) in try configuration.hosts }
        patience = configuration.connectPatience
        grace = configuration.grace
    }

    /// Connects to the first host that answers as wanted; throws a ``DatabaseError`` of kind `connectionLost` that tells what each said.
    func open(on thread: ConnectionThread) async throws -> Connection {
        try Task.checkCancellation()
        let list = try hosts.get().hosts
        let answer = OneAnswer<Opened> { PQfinish($0.connection) }
        // Looking up a name may take longer than anybody waits.
        let limit = patience * (list.count + 1)
        thread.perform {
            _ = thread.after(limit) {
                answer.give(.failure(DatabaseError(kind: .connectionLost, message: "no server answered within \(limit)")))
            }
        }
        OwnThread.start("libpq-connect") { answer.give(self.tryAll(list).mapError { $0 as any Error }) }
        let opened = try await withTaskCancellationHandler {
            try await answer.value
        } onCancel: {
            answer.give(.failure(CancellationError()))
        }
        return Connection(opened, on: thread, grace: grace)
    }

    private func tryAll(_ list: [HostList.Parameters]) -> Result<Opened, DatabaseError> {
        let first = favourite.load(ordering: .relaxed)
        var reasons: [String] = []
        for attempt in list.indices {
            let index = (first + attempt) % list.count
            switch connect(list[index]) {
            case .success(let opened):
                favourite.store(index, ordering: .relaxed)
                return .success(opened)
            case .failure(let error): reasons.append(error.message)
            }
        }
        return .failure(DatabaseError(kind: .connectionLost, message: reasons.joined(separator: "; ")))
    }

    private func connect(_ parameters: HostList.Parameters) -> Result<Opened, DatabaseError> {
        let keywords = parameters.keys.map { strdup($0) } + [nil]
        let values = parameters.values.map { strdup($0) } + [nil]
        defer { for pointer in keywords + values { free(pointer) } }
        let connection = PQconnectStartParams(keywords.map { UnsafePointer($0) }, values.map { UnsafePointer($0) }, 0)
        guard let connection else { return .failure(DatabaseError(kind: .connectionLost, message: "there is no memory for a connection")) }
        guard wait(for: connection) else {
            let reason = String(cString: PQerrorMessage(connection)).split(separator: "\n").joined(separator: " ")
            let place = [parameters["host"], parameters["port"]].compactMap { $0 }.joined(separator: ":")
            PQfinish(connection)
            let message = reason.isEmpty ? "\(place) did not answer within \(patience)" : reason
            return .failure(DatabaseError(kind: .connectionLost, message: message))
        }
        return .success(Opened(connection: connection, identity: Self.identity(of: connection)))
    }

    /// Whether it was connected in time.
    private func wait(for connection: OpaquePointer) -> Bool {
        let deadline = Moment.now + patience
        guard PQstatus(connection) != CONNECTION_BAD else { return false }
        var state = PGRES_POLLING_WRITING
        while state == PGRES_POLLING_READING || state == PGRES_POLLING_WRITING {
            let left = deadline.nanoseconds(since: .now)
            guard left > 0 else { return false }
            var event = pollfd(
                fd: PQsocket(connection), events: Int16(state == PGRES_POLLING_READING ? POLLIN : POLLOUT), revents: 0)
            guard poll(&event, 1, Int32(left / 1_000_000) + 1) != 0 else { continue }
            state = PQconnectPoll(connection)
        }
        return state == PGRES_POLLING_OK
    }

    private static func identity(of connection: OpaquePointer) -> ServerIdentity {
        let query = """
            select case when pg_is_in_recovery() then '' else left(pg_walfile_name(pg_current_wal_lsn()), 8) end,
                (select coalesce(stats_reset::text, '') from pg_stat_bgwriter)
            """
        let result = PQexec(connection, query)
        defer { PQclear(result) }
        let values = PQntuples(result) == 1 ? (0..<2).map { String(cString: PQgetvalue(result, 0, $0)) } : ["", ""]
        return ServerIdentity(processID: PQbackendPID(connection), timeline: values[0], incarnation: values[1])
    }
}
