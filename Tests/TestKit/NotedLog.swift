package import Logging
import Synchronization

/// Keeps what was logged.
package final class NotedLog: Sendable {
    package struct Line: Sendable {
        package let message: String
        package let metadata: [String: String]
    }

    private let noted = Mutex<[Line]>([])

    package init() {}

    package var lines: [Line] { noted.withLock { $0 } }

    /// Those of one message.
    package func lines(_ message: String) -> [Line] { lines.filter { $0.message == message } }

    package func logger(_ provider: Logger.MetadataProvider? = nil) -> Logger {
        Logger(label: "test") { _ in Handler(log: self, metadataProvider: provider) }
    }

    private struct Handler: LogHandler {
        let log: NotedLog
        var logLevel = Logger.Level.info
        var metadata: Logger.Metadata = [:]
        var metadataProvider: Logger.MetadataProvider?

        init(log: NotedLog, metadataProvider: Logger.MetadataProvider?) {
            self.log = log
            self.metadataProvider = metadataProvider
        }

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let all = metadata.merging(metadataProvider?.get() ?? [:]) { $1 }.merging(event.metadata ?? [:]) { $1 }
            log.noted.withLock { $0.append(Line(message: event.message.description, metadata: all.mapValues(\.description))) }
        }
    }
}
