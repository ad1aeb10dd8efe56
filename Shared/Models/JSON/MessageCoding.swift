package import Foundation

/// How everything of ours is written as JSON: snake_case names, RFC 3339 instants, keys in order.
package enum MessageCoding {
    /// What is written of a value: by ``JSONWriter``, and where that gives up by one encoder for all, which is never changed after it was made.
    package static func encode(_ value: some Encodable) throws -> Data {
        if let written = try? JSONWriter.write(value) { return written }
        return try shared.encode(value)
    }

    private static let shared = encoder()

    /// A new encoder; JSONEncoder is not safe to share between tasks while it is being set up.
    package static func encoder() -> JSONEncoder {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .custom { date, encoder in
            var container = encoder.singleValueContainer()
            try container.encode(Instant.format(date))
        }
        return encoder
    }

    /// A value from what was written of it: by ``JSONReader``, and where that finds something wrong or unusual by one decoder for all, as with the encoder.
    package static func decode<Value: Decodable>(_ type: Value.Type, from data: Data) throws -> Value {
        do {
            return try JSONReader.read(type, from: data)
        } catch {
            return try sharedDecoder.decode(type, from: data)
        }
    }

    private static let sharedDecoder = decoder()

    package static func decoder() -> JSONDecoder {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        decoder.dateDecodingStrategy = .custom { decoder in
            let container = try decoder.singleValueContainer()
            let text = try container.decode(String.self)
            guard let date = Instant.parse(text) else {
                throw DecodingError.dataCorruptedError(in: container, debugDescription: "\(text) is not an RFC 3339 time")
            }
            return date
        }
        return decoder
    }
}
