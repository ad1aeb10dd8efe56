import Database
import Foundation
import Logging
import ServiceLifecycle
import Synchronization

/// Notices when nothing succeeds any more, and then lets one message at a time try, with growing pauses, instead of sending the whole queue
/// through the retry tiers. The first success brings back full speed.
///
/// A single bad message is not taken for that: it takes several messages in a row that fail with the same sort of error, and then whoever waits has
/// its turn at trying. A message that has failed several times while probing goes to its tier after all.
final class Probe: Sendable {
    /// Messages in a row that fail alike before probing begins.
    static let strikes = 5
    /// How often one message is tried while probing.
    static let patience = 5

    private struct State {
        var sort: String?
        var strikes = 0
        var isProbing = false
        /// Failures since probing began.
        var failures = 0
        var isTaken = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let consumer: String
    private let logger: Logger
    private let state = Mutex(State())
    /// The first pause; each is twice the one before, up to 64 times this.
    private let shortest: Duration

    init(consumer: String, shortest: Duration = .milliseconds(500), logger: Logger) {
        self.consumer = consumer
        self.shortest = shortest
        self.logger = logger
    }

    var isProbing: Bool { state.withLock { $0.isProbing } }

    /// A message was handled: full speed for all.
    func succeeded() {
        let (wasProbing, waiting): (Bool, [CheckedContinuation<Void, Never>]) = state.withLock { state in
            guard state.isProbing || state.strikes > 0 else { return (false, []) }
            let before = state
            state = State()
            // Who tries now keeps its turn; the others need none any more.
            state.isTaken = before.isTaken
            return (before.isProbing, before.waiting)
        }
        for continuation in waiting { continuation.resume() }
        guard wasProbing else { return }
        logger.notice("messages are handled again", metadata: ["queue": "\(consumer)"])
    }

    /// A message failed, though nothing seems to be wrong with it alone; whether one at a time is to try from now on.
    ///
    /// - Parameter isSure: whether it is known that no other would succeed.
    func strike(_ error: any Error, isSure: Bool = false) -> Bool {
        let sort = Self.sort(error)
        let (isProbing, began) = state.withLock { state in
            guard !state.isProbing else { return (true, false) }
            state.strikes = state.sort == sort ? state.strikes + 1 : 1
            state.sort = sort
            guard isSure || state.strikes >= Self.strikes else { return (false, false) }
            state.isProbing = true
            state.failures = 0
            return (true, true)
        }
        if began {
            logger.error(
                "messages fail one after another: from now on one at a time is tried",
                metadata: ["queue": "\(consumer)", "error": "\(error)"])
        }
        return isProbing
    }

    /// An attempt came to nothing: while probing, the next pause is longer.
    func triedInVain() {
        state.withLock { if $0.isProbing { $0.failures += 1 } }
    }

    /// Runs `attempt`, while probing alone and followed by a pause unless it was the one that succeeded; others wait for their turn. Nil where the
    /// service was stopped meanwhile.
    func turn<Outcome: Sendable>(_ attempt: () async -> Outcome) async -> Outcome? {
        guard let isAlone = await enter() else { return nil }
        let outcome = await attempt()
        if isAlone {
            if isProbing { await cancelWhenGracefulShutdown { try? await Task.sleep(for: self.pause) } }
            leave()
        }
        return outcome
    }

    private var pause: Duration { shortest * (1 << min(6, state.withLock { $0.failures })) }

    /// Waits for its turn while probing; whether it has one. Nil where it is too late for one.
    private func enter() async -> Bool? {
        while !Task.isStopping {
            let isMine: Bool? = state.withLock { state in
                guard state.isProbing else { return false }
                guard !state.isTaken else { return nil }
                state.isTaken = true
                return true
            }
            if let isMine { return isMine }
            await wait()
        }
        return nil
    }

    private func wait() async {
        await withGracefulShutdownHandler {
            await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    let goOn = state.withLock { state in
                        guard state.isProbing, state.isTaken else { return true }
                        state.waiting.append(continuation)
                        return false
                    }
                    if goOn { continuation.resume() }
                    // Who was stopped before it stood in line is not woken by that. Never asked under the lock: the handlers run under another's.
                    if Task.isStopping { wakeAll() }
                }
            } onCancel: {
                wakeAll()
            }
        } onGracefulShutdown: {
            self.wakeAll()
        }
    }

    /// Whoever waits looks again.
    private func wakeAll() {
        let waiting = state.withLock { state in
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    private func leave() {
        let next = state.withLock { state in
            state.isTaken = false
            return state.waiting.isEmpty ? nil : state.waiting.removeFirst()
        }
        next?.resume()
    }

    /// Errors that come from the same trouble.
    private static func sort(_ error: any Error) -> String {
        guard let error = error as? DatabaseError else { return "\(type(of: error))" }
        return "\(error.kind) \(error.sqlState ?? "")"
    }
}
