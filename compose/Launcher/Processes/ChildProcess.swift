import Foundation
import Synchronization

/// A process that we started and wait for, on a thread of its own: no Swift concurrency thread ever blocks for it.
final class ChildProcess: Sendable {
    let pid: Int32
    /// Nil only where the process ended before it could be looked at.
    let identity: ProcessIdentity?
    private let outcome = Mutex(Outcome.running(waiting: []))

    private enum Outcome {
        case running(waiting: [CheckedContinuation<ExitStatus, Never>])
        case ended(ExitStatus)
    }

    init(pid: Int32) {
        self.pid = pid
        identity = ProcessIdentity.of(pid)
        let thread = Thread { [self] in reap() }
        thread.stackSize = 256 * 1024
        thread.name = "wait-\(pid)"
        thread.start()
    }

    /// How it ended; nil while it runs.
    var status: ExitStatus? {
        outcome.withLock { outcome in
            if case .ended(let status) = outcome { status } else { nil }
        }
    }

    /// Waits for its end.
    func exit() async -> ExitStatus {
        await withCheckedContinuation { continuation in
            let ended: ExitStatus? = outcome.withLock { outcome in
                switch outcome {
                case .ended(let status): return status
                case .running(let waiting):
                    outcome = .running(waiting: waiting + [continuation])
                    return nil
                }
            }
            if let ended { continuation.resume(returning: ended) }
        }
    }

    /// Waits for its end, `limit` at most.
    func exits(within limit: Duration) async -> Bool {
        let end = ContinuousClock.now + limit
        while status == nil {
            guard ContinuousClock.now < end else { return false }
            do { try await Task.sleep(for: .milliseconds(20)) } catch { return status != nil }
        }
        return true
    }

    /// Sends a signal to the process (`group`: to all of its session's group), unless it has ended and its id may be another's.
    func send(_ signal: Int32, group: Bool = false) {
        outcome.withLock { outcome in
            if case .running = outcome { _ = kill(group ? -pid : pid, signal) }
        }
    }

    /// Waits without reaping first, so that the id stays ours until the end is noted under the lock.
    private func reap() {
        var information = siginfo_t()
        while waitid(P_PID, id_t(pid), &information, WEXITED | WNOWAIT) == -1, errno == EINTR {}
        let (status, waiting) = outcome.withLock { outcome -> (ExitStatus, [CheckedContinuation<ExitStatus, Never>]) in
            var raw: Int32 = 0
            waitpid(pid, &raw, 0)
            let status = ExitStatus(waitStatus: raw)
            defer { outcome = .ended(status) }
            if case .running(let waiting) = outcome { return (status, waiting) }
            return (status, [])
        }
        for continuation in waiting { continuation.resume(returning: status) }
    }
}
