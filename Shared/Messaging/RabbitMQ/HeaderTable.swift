import CRabbitMQ

/// The header table of a message as it came, decoded when somebody asks.
enum HeaderTable: Sendable {
    case encoded([UInt8])
    case decoded([String: HeaderValue])

    /// All but the values that are neither text, number nor truth value.
    var values: [String: HeaderValue] {
        switch self {
        case .decoded(let values): values
        case .encoded(let bytes): bytes.isEmpty ? [:] : Self.decode(bytes)
        }
    }

    private static func decode(_ bytes: [UInt8]) -> [String: HeaderValue] {
        var bytes = bytes
        var pool = amqp_pool_t()
        init_amqp_pool(&pool, 1_024)
        defer { empty_amqp_pool(&pool) }
        return bytes.withUnsafeMutableBytes { raw in
            var table = amqp_table_t()
            var offset = 0
            let encoded = amqp_bytes_t(len: raw.count, bytes: raw.baseAddress)
            guard amqp_decode_table(encoded, &pool, &table, &offset) == 0 else { return [:] }
            var values = [String: HeaderValue](minimumCapacity: Int(table.num_entries))
            for entry in UnsafeBufferPointer(start: table.entries, count: Int(table.num_entries)) {
                values[String(entry.key)] = HeaderValue(entry.value)
            }
            return values
        }
    }
}
