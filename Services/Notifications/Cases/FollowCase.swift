import Database
import Models
import Outbox

/// Sets a case's clock anew after something was heard of it; an alert that no longer holds is closed, and told of.
struct FollowCase: Sendable {
    let clock: WallClock
    let stalls: StallClock
    let cases: CaseStore
    let alerts: AlertStore
    let outbox: Outbox

    /// - Parameter watched: the case as it is after the change, locked.
    func callAsFunction(_ watched: WatchedCase, in transaction: Transaction) async throws {
        let stallsOn = stalls.stallsOn(watched)
        // With an alert raised the clock stands; it starts again only once the case is no longer late.
        if watched.stallsOn == nil, let alert = try await alerts.raised(for: watched.id, in: transaction) {
            if let stallsOn, stallsOn <= clock.today { return }
            try close(alert, of: watched, in: transaction)
        }
        if stallsOn != watched.stallsOn { cases.setStallsOn(stallsOn, of: watched.id, in: transaction) }
    }

    private func close(_ alert: AlertID, of watched: WatchedCase, in transaction: Transaction) throws {
        let now = clock.now
        alerts.close(alert, at: now, in: transaction)
        try outbox.publish(
            CaseMoving(case: watched.id, organisation: watched.organisation, occurredAt: now, recordedAt: now), version: watched.told + 1,
            in: transaction)
        cases.countTold(watched.id, in: transaction)
        try transaction.audit(.own("alert.closed", "alert", alert.uuid, watched.organisation), at: now)
    }
}
