import CoreMetrics
import Synchronization

/// What a pool tells of itself.
final class PoolMetrics: Sendable {
    private let open: Meter
    private let idle: Meter
    private let waiting: Meter
    private let breaker: Meter
    private let wait: CoreMetrics.Timer
    private let roundTrip: CoreMetrics.Timer
    private let factory: any MetricsFactory
    private let errors = Mutex<[String: Counter]>([:])

    init(factory: any MetricsFactory) {
        self.factory = factory
        open = Meter(label: "caunoi_database_connections_open", factory: factory)
        idle = Meter(label: "caunoi_database_connections_idle", factory: factory)
        waiting = Meter(label: "caunoi_database_callers_waiting", factory: factory)
        breaker = Meter(label: "caunoi_database_breaker_state", factory: factory)
        wait = CoreMetrics.Timer(label: "caunoi_database_wait", factory: factory)
        roundTrip = CoreMetrics.Timer(label: "caunoi_database_round_trip", factory: factory)
    }

    func show(_ state: PoolState) {
        open.set(state.open)
        idle.set(state.idle.count)
        waiting.set(state.waiting.count)
        breaker.set(state.breaker.state.rawValue)
    }

    func waiting(_ count: Int) {
        waiting.set(count)
    }

    /// A caller had to wait for a connection.
    func waited(since began: Moment) {
        wait.recordNanoseconds(Moment.now.nanoseconds(since: began))
    }

    /// A round trip has come to its end; that of a single statement from elsewhere with its way to the connection's thread and back.
    func answered(since began: Moment) {
        roundTrip.recordNanoseconds(Moment.now.nanoseconds(since: began))
    }

    /// Counts by the first two characters of the SQLSTATE (its class), or by what went wrong before the server could say anything.
    func failed(_ error: DatabaseError) {
        let reason = error.sqlState.map { String($0.prefix(2)) } ?? "\(error.kind)"
        let counter = errors.withLock { counters in
            if let known = counters[reason] { return known }
            let counter = Counter(label: "caunoi_database_errors_total", dimensions: [("class", reason)], factory: factory)
            counters[reason] = counter
            return counter
        }
        counter.increment()
    }
}
