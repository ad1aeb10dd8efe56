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
        var line: [String: JSONValue] = [:]
        let given = [metadata, metadataProvider?.get() ?? [:], event.metadata ?? [:]]
        for (key, value) in given.joined() where key != "hb.request.id" {
            line[key] = Redaction.isSecret(key) ? .string(Redaction.blot) : Self.json(value)
        }
        if let error = event.error { line["error"] = .string(Redaction.clean("\(error)")) }
        line["time"] = .string(Instant.format(Date()))
        line["level"] = .string(event.level.rawValue)
        line["service"] = .string(service)
        line["message"] = .string(Redaction.clean(event.message.description))
        if event.level >= .error { line["source"] = .string("\(event.file):\(event.line)") }
        guard var data = try? MessageCoding.encoder().encode(line) else { return }
        data.append(UInt8(ascii: "\n"))
        write(data)
    }

    private static func json(_ value: Logger.MetadataValue) -> JSONValue {
        switch value {
        case .string(let text): .string(Redaction.clean(text))
        case .stringConvertible(let number as Int): .number(String(number))
        case .stringConvertible(let number as Double) where number.isFinite: .number(String(number))
        case .stringConvertible(let flag as Bool): .bool(flag)
        case .stringConvertible(let thing): .string(Redaction.clean(thing.description))
        case .array(let values): .array(values.map(json))
        case .dictionary(let members):
            .object(Dictionary(uniqueKeysWithValues: members.map { ($0, Redaction.isSecret($0) ? .string(Redaction.blot) : json($1)) }))
        }
    }

    /// One write a line, so that lines of several threads do not mix.
    package static let standardError: @Sendable (Data) -> Void = { line in
        try? FileHandle.standardError.write(contentsOf: line)
    }
}
