import Database
import Foundation
import Models
import Outbox
import Synchronization

/// The effect of a message: one row.
struct EffectHandler: MessageHandler {
    let effects: EffectLedger

    func handle(_ message: CaseMoving, _ envelope: Envelope, in transaction: Transaction) async throws {
        let id = message.case
        transaction.later("insert into effects (case_id, recorded_at) values (\(id), \(message.recordedAt))")
        transaction.afterCommit { [effects] in effects.note(id) }
    }
}

/// When each case's effect was committed.
final class EffectLedger: Sendable {
    private struct State {
        var instants: [CaseID: ContinuousClock.Instant] = [:]
        var doubled = 0
    }

    private let state = Mutex(State())

    var count: Int { state.withLock { $0.instants.count } }

    func note(_ id: CaseID) {
        let now = ContinuousClock.now
        state.withLock { state in
            if state.instants.updateValue(now, forKey: id) != nil { state.doubled += 1 }
        }
    }

    func instant(of id: CaseID) -> ContinuousClock.Instant? { state.withLock { $0.instants[id] } }

    /// Waits until so many have had their effect, at most a minute; throws where one had it twice.
    func untilAll(_ wanted: Int) async throws {
        let end = ContinuousClock.now + .seconds(60)
        while count < wanted {
            guard .now < end else { throw BenchmarkError("\(count) of \(wanted) cases have had their effect after a minute") }
            try await Task.sleep(for: .milliseconds(1))
        }
        let doubled = state.withLock { $0.doubled }
        guard count == wanted, doubled == 0 else { throw BenchmarkError("\(doubled) effects happened twice") }
    }
}
