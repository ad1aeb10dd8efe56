package import Logging
import Outbox
import Synchronization

/// The log of a process: JSON lines.
package enum ServiceLog {
    private static let begun = Mutex(false)

    /// Makes every logger of the process write JSON lines, once. Returns the service's own.
    package static func begin(_ service: String, level: Logger.Level) -> Logger {
        begun.withLock { begun in
            guard !begun else { return }
            LoggingSystem.bootstrap(
                { _, trace in JSONLines(service: service, level: level, metadataProvider: trace) }, metadataProvider: trace)
            begun = true
        }
        return Logger(label: service)
    }

    /// The trace that the line belongs to, be it written for an HTTP request or for a message.
    static let trace = Logger.MetadataProvider {
        guard let header = CurrentTrace.traceparent, let trace = TraceParent(continuing: header) else { return [:] }
        return ["trace": .string(trace.traceID)]
    }
}
