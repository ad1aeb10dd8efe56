import Synchronization

/// One piece of work for all who ask for the same while it is being done for somebody: they wait for the next piece, which begins after each of
/// them has asked. So nobody is given what was found before they asked, and a hundred who ask at once cost what two do. Where answering takes longer
/// than the work, those who come back would find it free one by one: a pause between the beginnings of two pieces gathers them.
package final class SharedWork<Key: Hashable & Sendable, Asker: Sendable, Value: Sendable>: Sendable {
    /// What to do, and for whom.
    package typealias Work = @Sendable (_ askers: [Asker]) async throws -> Value

    private struct Waiting {
        let asker: Asker
        let work: Work
        let answer: CheckedContinuation<Value, any Error>
    }

    /// Who waits for the next piece, of each that is under way.
    private let waiting = Mutex<[Key: [Waiting]]>([:])

    private let pause: Duration
    private let sleep: @Sendable (ContinuousClock.Instant) async -> Void

    /// - Parameter pause: between the beginnings of two pieces of the same work, at least.
    package convenience init(pause: Duration = .zero) {
        self.init(pause: pause) { try? await Task.sleep(until: $0, tolerance: .zero, clock: .continuous) }
    }

    /// - Parameter sleep: until an instant.
    init(pause: Duration, sleep: @escaping @Sendable (ContinuousClock.Instant) async -> Void) {
        self.pause = pause
        self.sleep = sleep
    }

    /// How many wait for a next piece.
    var asking: Int { waiting.withLock { waiting in waiting.values.reduce(0) { $0 + $1.count } } }

    /// Whether nothing is under way, nor has just been.
    var isIdle: Bool { waiting.withLock(\.isEmpty) }

    /// What `work` finds, or throws; one of the works that were asked for under this `key` is done for all of them.
    package func callAsFunction(_ key: Key, for asker: Asker, _ work: @escaping Work) async throws -> Value {
        if begins(key) {
            let start = ContinuousClock.now
            defer { rest(key, since: start) }
            return try await work([asker])
        }
        return try await withCheckedThrowingContinuation { answer in
            let one = Waiting(asker: asker, work: work, answer: answer)
            let hasEnded = waiting.withLock { waiting in
                guard waiting[key]?.append(one) == nil else { return false }
                waiting[key] = []
                return true
            }
            // The one under way came to its end in between.
            if hasEnded { begin(key, for: [one]) }
        }
    }

    /// Whether nobody is at it: then the caller is.
    private func begins(_ key: Key) -> Bool {
        waiting.withLock { waiting in
            guard waiting[key] == nil else { return false }
            waiting[key] = []
            return true
        }
    }

    /// Goes on when the pause is over.
    private func rest(_ key: Key, since start: ContinuousClock.Instant) {
        let end = start + pause
        guard .now < end else { return goOn(key) }
        Task {
            await sleep(end)
            goOn(key)
        }
    }

    /// The next piece, where somebody waits for it.
    private func goOn(_ key: Key) {
        let next = waiting.withLock { waiting -> [Waiting] in
            let next = waiting.removeValue(forKey: key) ?? []
            if !next.isEmpty { waiting[key] = [] }
            return next
        }
        if !next.isEmpty { begin(key, for: next) }
    }

    private func begin(_ key: Key, for all: [Waiting]) {
        Task {
            let start = ContinuousClock.now
            let found: Result<Value, any Error>
            do {
                found = .success(try await all[0].work(all.map(\.asker)))
            } catch {
                found = .failure(error)
            }
            rest(key, since: start)
            for one in all { one.answer.resume(with: found) }
        }
    }
}
