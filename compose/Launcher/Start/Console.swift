import Foundation
import Synchronization

/// What a person reads while the system starts and runs: one line for each thing that happened.
final class Console: Sendable {
    private let began = ContinuousClock.now
    /// The lines also go here: to the command that waits for a detached start.
    private let relay: Mutex<Int32?>

    init(relay: Int32? = nil) {
        self.relay = Mutex(relay)
    }

    /// A line as it is.
    func say(_ line: String) {
        Self.write("\(line)\n", to: 1)
        relay.withLock { relay in
            guard let relay else { return }
            for part in line.split(separator: "\n", omittingEmptySubsequences: false) { Self.write("=\(part)\n", to: relay) }
        }
    }

    /// A line for the person who waits, kept out of the log: a password.
    func show(_ line: String) {
        relay.withLock { relay in
            if let relay { Self.write("=\(line)\n", to: relay) } else { Self.write("\(line)\n", to: 1) }
        }
    }

    /// Something is done: what, its version, and how long after the start.
    func done(_ what: String, _ detail: String = "") {
        say("  ✓ \(what.padded(to: 22)) \(detail.padded(to: 12)) \(elapsed)")
    }

    /// Something happened to a running system.
    func happened(_ line: String) {
        say("\(Date().formatted(.iso8601)) \(line)")
    }

    /// Time since the start, as "7.3 s".
    var elapsed: String {
        let passed = ContinuousClock.now - began
        let tenths = (passed.components.seconds * 10) + passed.components.attoseconds / 100_000_000_000_000_000
        return "\(tenths / 10).\(tenths % 10) s"
    }

    /// Tells the waiting command that all is up, and lets it go.
    func releaseRelay() {
        relay.withLock { relay in
            guard let descriptor = relay else { return }
            Self.write("+\n", to: descriptor)
            close(descriptor)
            relay = nil
        }
    }

    private static func write(_ text: String, to descriptor: Int32) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}

extension String {
    /// Filled up with spaces on the right.
    func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}
