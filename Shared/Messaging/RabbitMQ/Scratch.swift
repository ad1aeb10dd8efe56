import CRabbitMQ
import Foundation
import Models

/// Memory in which strings and tables lie while the library encodes them; used again for the next message.
/// What it hands out is good until the next ``prepare(bytes:entries:)``.
final class Scratch {
    static var emptyTable: amqp_table_t { amqp_table_t(num_entries: 0, entries: nil) }

    private var storage = UnsafeMutableRawBufferPointer.allocate(byteCount: 1_024, alignment: 16)
    private var table = UnsafeMutableBufferPointer<amqp_table_entry_t>.allocate(capacity: 16)
    private var usedBytes = 0
    private var usedEntries = 0

    deinit {
        storage.deallocate()
        table.deallocate()
    }

    /// Forgets what was there and makes room for at least as much.
    func prepare(bytes: Int, entries: Int) {
        (usedBytes, usedEntries) = (0, 0)
        if bytes > storage.count {
            storage.deallocate()
            storage = .allocate(byteCount: bytes * 2, alignment: 16)
        }
        if entries > table.count {
            table.deallocate()
            table = .allocate(capacity: entries * 2)
        }
    }

    func bytes(_ text: String) -> amqp_bytes_t {
        var text = text
        return text.withUTF8 { place(UnsafeRawBufferPointer($0)) }
    }

    /// The id as its text, without making a string.
    func bytes(_ id: UUID) -> amqp_bytes_t {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: UUID.textLength) { text in
            id.writeText(to: text)
            return place(UnsafeRawBufferPointer(text))
        }
    }

    func table(_ values: some Sequence<(key: String, value: HeaderValue)>) -> amqp_table_t {
        let first = usedEntries
        for (key, value) in values { add(key, field(value)) }
        return rows(from: first)
    }

    /// A table in which one value is a table made before.
    func table(_ values: [(key: String, value: HeaderValue)], nested: (key: String, table: amqp_table_t)) -> amqp_table_t {
        let first = usedEntries
        for (key, value) in values { add(key, field(value)) }
        var value = amqp_field_value_t()
        value.kind = UInt8(AMQP_FIELD_KIND_TABLE.rawValue)
        value.value.table = nested.table
        add(nested.key, value)
        return rows(from: first)
    }

    /// How many bytes a table's keys and texts take, with what the encoding adds to them.
    static func size(of headers: [String: HeaderValue]) -> Int {
        headers.reduce(0) { $0 + $1.key.utf8.count + ($1.value.string?.utf8.count ?? 8) + 8 }
    }

    private func rows(from first: Int) -> amqp_table_t {
        amqp_table_t(num_entries: Int32(usedEntries - first), entries: table.baseAddress.map { $0 + first })
    }

    private func add(_ key: String, _ value: amqp_field_value_t) {
        precondition(usedEntries < table.count, "prepare was told of fewer entries")
        table.initializeElement(at: usedEntries, to: amqp_table_entry_t(key: bytes(key), value: value))
        usedEntries += 1
    }

    private func field(_ header: HeaderValue) -> amqp_field_value_t {
        var field = amqp_field_value_t()
        switch header {
        case .string(let text):
            field.kind = UInt8(AMQP_FIELD_KIND_UTF8.rawValue)
            field.value.bytes = bytes(text)
        case .int(let number):
            field.kind = UInt8(AMQP_FIELD_KIND_I64.rawValue)
            field.value.i64 = number
        case .bool(let truth):
            field.kind = UInt8(AMQP_FIELD_KIND_BOOLEAN.rawValue)
            field.value.boolean = truth ? 1 : 0
        }
        return field
    }

    private func place(_ source: UnsafeRawBufferPointer) -> amqp_bytes_t {
        guard let base = storage.baseAddress, source.count > 0 else { return amqp_bytes_t(len: 0, bytes: nil) }
        precondition(usedBytes + source.count <= storage.count, "prepare was told of fewer bytes")
        let start = base + usedBytes
        start.copyMemory(from: source.baseAddress ?? UnsafeRawPointer(base), byteCount: source.count)
        usedBytes += source.count
        return amqp_bytes_t(len: source.count, bytes: start)
    }
}
