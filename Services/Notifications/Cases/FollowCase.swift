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
        // Nobody is waited for any more, once it has ended.
        if watched.state.hasEnded, let alert = try await alerts.raised(.changeLate, for: watched.id, in: transaction) {
            try await close(alert, of: watched, because: .ended, in: transaction)
        }
        // With an alert raised the clock stands; it starts again only once the case is no longer late.
        if watched.stallsOn == nil, let alert = try await alerts.raised(for: watched.id, in: transaction) {
            if let stallsOn, stallsOn <= clock.today { return }
            try await moves(alert, watched, in: transaction)
        }
        if stallsOn != watched.stallsOn { cases.setStallsOn(stallsOn, of: watched.id, in: transaction) }
    }

    private func moves(_ alert: AlertID, _ watched: WatchedCase, in transaction: Transaction) async throws {
        let now = clock.now
        let cause: CaseMoving.Cause = watched.state == .suspended ? .suspended : watched.state.hasEnded ? .ended : .moving
        try await close(alert, of: watched, because: AlertClosing(cause), in: transaction)
        try outbox.publish(
            CaseMoving(case: watched.id, organisation: watched.organisation, cause: cause, occurredAt: now, recordedAt: now),
            version: watched.told + 1, in: transaction)
        cases.countTold(watched.id, in: transaction)
    }

    private func close(_ alert: AlertID, of watched: WatchedCase, because cause: AlertClosing, in transaction: Transaction) async throws {
        guard try await alerts.close(alert, because: cause, at: clock.now, in: transaction) else { return }
        try transaction.audit(.own("alert.closed", "alert", alert.uuid, watched.organisation), at: clock.now)
    }
}

extension AlertClosing {
    /// As the other services are told.
    init(_ cause: CaseMoving.Cause) {
        self =
            switch cause {
            case .moving: .moving
            case .suspended: .suspended
            case .ended: .ended
            }
    }
}
