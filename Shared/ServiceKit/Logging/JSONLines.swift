package import Foundation
package import Logging
import Models

/// Writes one JSON object a line to standard error: `time`, `level`, `service`, `message`, then the metadata. Secrets are blotted out; names and
/// other facts of persons are never given to a logger in the first place.
package struct JSONLines: LogHandler {
    package var logLevel: Logger.Level
    package var metadata: Logger.Metadata = [:]
    package var metadataProvider: Logger.MetadataProvider?
    private let service: String
    private let write: @Sendable (Data) -> Void

    package init(
        service: String, level: Logger.Level, metadataProvider: Logger.MetadataProvider? = nil,
        write: @escaping @Sendable (Data) -> Void = Self.standardError
    ) {
        self.service = service
        self.metadataProvider = metadataProvider
        logLevel = level
        self.write = write
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        var line = JSONLine()
        line.add("time", .string(Instant.format(Date())))
        line.add("level", .string(event.level.rawValue))
        line.add("service", .string(service))
        line.add("message", .string(event.message.description))
        if let error = event.error { line.add("error", .string("\(error)")) }
        if event.level >= .error { line.add("source", .string("\(event.file):\(event.line)")) }
        for (key, value) in members(of: event) { line.add(key, value) }
        write(Data(line.finished().utf8))
    }

    /// The metadata by name; what is said nearest to the event holds. (Of so few, merging dictionaries would take most of a line's time.)
    private func members(of event: LogEvent) -> [(key: String, value: Logger.MetadataValue)] {
        var members: [(key: String, value: Logger.MetadataValue)] = []
        for given in [event.metadata, metadataProvider?.get(), metadata] {
            for (key, value) in given ?? [:] where !Self.ours.contains(key) && !members.contains(where: { $0.key == key }) {
                members.append((key, value))
            }
        }
        return members.sorted { $0.key < $1.key }
    }

    /// What metadata cannot change, and what Hummingbird adds without need.
    private static let ours: Set = ["time", "level", "service", "message", "source", "hb.request.id"]

    /// One write a line, so that lines of several threads do not mix.
    package static let standardError: @Sendable (Data) -> Void = { line in
        try? FileHandle.standardError.write(contentsOf: line)
    }
}
