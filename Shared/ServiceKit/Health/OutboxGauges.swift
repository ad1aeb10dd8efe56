import CoreMetrics
import Database
import Messaging
import Models
import Outbox
import ServiceLifecycle

/// Keeps the gauges that alarms stand on: what waits to be sent and for how long, what is parked, what waits for an earlier one, whether the broker is there.
struct OutboxGauges: Service {
    let database: Database
    let broker: Broker
    let clock: WallClock
    let metrics: any MetricsFactory

    func run() async throws {
        let rows = Meter(label: "outbox_rows", factory: metrics)
        let oldest = Meter(label: "outbox_oldest_seconds", factory: metrics)
        let parked = Meter(label: "parked_messages", factory: metrics)
        let early = Meter(label: "early_messages", factory: metrics)
        let earlyOldest = Meter(label: "early_oldest_seconds", factory: metrics)
        let auditUntold = Meter(label: "audit_untold_lines", factory: metrics)
        let connected = Meter(label: "broker_connected", factory: metrics)
        let answers = Meter(label: "database_connected", factory: metrics)
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                connected.set(broker.isConnected ? 1 : 0)
                let status = try? await OutboxStatus.read(database, clock: clock)
                answers.set(status == nil ? 0 : 1)
                if let status {
                    rows.set(status.rows)
                    oldest.set(status.oldestSeconds)
                    parked.set(status.parked)
                    early.set(status.early)
                    earlyOldest.set(status.earlyOldestSeconds)
                    auditUntold.set(status.auditUntold)
                }
                try? await Task.sleep(for: .seconds(5))
            }
        }
    }
}
