package import Logging
import Synchronization

/// The log of a process: JSON lines.
package enum ServiceLog {
    private static let begun = Mutex(false)

    /// Makes every logger of the process write JSON lines, once. Returns the service's own.
    package static func begin(_ service: String, level: Logger.Level) -> Logger {
        begun.withLock { begun in
            guard !begun else { return }
            LoggingSystem.bootstrap { _ in JSONLines(service: service, level: level) }
            begun = true
        }
        return Logger(label: service)
    }
}
