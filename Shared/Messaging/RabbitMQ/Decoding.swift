import CRabbitMQ
import Foundation
import Glibc
import Models

extension String {
    /// A copy of the library's bytes.
    init(_ bytes: amqp_bytes_t) {
        self.init(decoding: UnsafeRawBufferPointer(bytes), as: UTF8.self)
    }
}

extension UnsafeRawBufferPointer {
    init(_ bytes: amqp_bytes_t) {
        self.init(start: bytes.bytes, count: bytes.bytes == nil ? 0 : bytes.len)
    }

    func isText(_ text: StaticString) -> Bool {
        guard let baseAddress, count == text.utf8CodeUnitCount else { return false }
        return memcmp(baseAddress, text.utf8Start, count) == 0
    }
}

/// The properties of an incoming message that we read.
struct IncomingProperties {
    var id: UUID?
    var type: String?
    var timestamp: Date?
    /// The header `aggregate`, if it is a text.
    var lane: String?
    /// The header `x-delivery-count` of quorum queues.
    var deliveryCount = 0
    /// The header table as it came.
    var headerTable: [UInt8] = []

    init() {}

    /// Copies what we read out of the library's memory; of the headers only what is needed for every message.
    init(_ decoded: UnsafePointer<amqp_basic_properties_t>, raw: UnsafeRawBufferPointer, _ names: NameCache) {
        let flags = decoded.pointee._flags
        func has(_ flag: Int32) -> Bool { flags & amqp_flags_t(flag) != 0 }
        if has(AMQP_BASIC_MESSAGE_ID_FLAG) { id = UUID(utf8: UnsafeRawBufferPointer(decoded.pointee.message_id)) }
        if has(AMQP_BASIC_TYPE_FLAG) { type = names.name(UnsafeRawBufferPointer(decoded.pointee.type)) }
        if has(AMQP_BASIC_TIMESTAMP_FLAG) { timestamp = Date(timestamp: decoded.pointee.timestamp) }
        guard has(AMQP_BASIC_HEADERS_FLAG), let entries = decoded.pointee.headers.entries else { return }
        for entry in UnsafeBufferPointer(start: entries, count: Int(decoded.pointee.headers.num_entries)) {
            let key = UnsafeRawBufferPointer(entry.key)
            if key.isText("aggregate") { lane = HeaderValue(entry.value)?.string }
            if key.isText("x-delivery-count") { deliveryCount = Int(HeaderValue(entry.value)?.int ?? 0) }
        }
        headerTable = [UInt8](Self.headerTable(in: raw, flags: flags))
    }

    /// The table lies behind the flags and the two texts that may come before it (AMQP 0-9-1, class basic).
    private static func headerTable(in raw: UnsafeRawBufferPointer, flags: amqp_flags_t) -> Slice<UnsafeRawBufferPointer> {
        var offset = 2
        for flag in [AMQP_BASIC_CONTENT_TYPE_FLAG, AMQP_BASIC_CONTENT_ENCODING_FLAG] where flags & amqp_flags_t(flag) != 0 {
            guard offset < raw.count else { return raw[raw.count...] }
            offset += 1 + Int(raw[offset])
        }
        guard offset + 4 <= raw.count else { return raw[raw.count...] }
        let size = Int(UInt32(bigEndian: raw.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
        return raw[offset..<min(raw.count, offset + 4 + size)]
    }
}

extension HeaderValue {
    /// Nil for the kinds that we do not read (floats, decimals, arrays, tables).
    init?(_ field: amqp_field_value_t) {
        switch UInt32(field.kind) {
        case AMQP_FIELD_KIND_UTF8.rawValue, AMQP_FIELD_KIND_BYTES.rawValue: self = .string(String(field.value.bytes))
        case AMQP_FIELD_KIND_BOOLEAN.rawValue: self = .bool(field.value.boolean != 0)
        case AMQP_FIELD_KIND_I8.rawValue: self = .int(Int64(field.value.i8))
        case AMQP_FIELD_KIND_U8.rawValue: self = .int(Int64(field.value.u8))
        case AMQP_FIELD_KIND_I16.rawValue: self = .int(Int64(field.value.i16))
        case AMQP_FIELD_KIND_U16.rawValue: self = .int(Int64(field.value.u16))
        case AMQP_FIELD_KIND_I32.rawValue: self = .int(Int64(field.value.i32))
        case AMQP_FIELD_KIND_U32.rawValue: self = .int(Int64(field.value.u32))
        case AMQP_FIELD_KIND_I64.rawValue: self = .int(field.value.i64)
        case AMQP_FIELD_KIND_U64.rawValue, AMQP_FIELD_KIND_TIMESTAMP.rawValue: self = .int(Int64(clamping: field.value.u64))
        default: return nil
        }
    }
}
