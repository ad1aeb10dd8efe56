import CRabbitMQ
import Foundation

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
}

extension IncomingProperties {
    /// Copies what we read out of the library's `amqp_basic_properties_t`.
    init(decoded: UnsafeMutableRawPointer?) {
        self.init()
        guard let decoded else { return }
        let properties = decoded.load(as: amqp_basic_properties_t.self)
        func has(_ flag: Int32) -> Bool { properties._flags & amqp_flags_t(flag) != 0 }
        if has(AMQP_BASIC_MESSAGE_ID_FLAG) { id = UUID(uuidString: String(properties.message_id)) }
        if has(AMQP_BASIC_TYPE_FLAG) { type = String(properties.type) }
        if has(AMQP_BASIC_TIMESTAMP_FLAG) { timestamp = Date(timeIntervalSince1970: Double(properties.timestamp)) }
        guard has(AMQP_BASIC_HEADERS_FLAG), let entries = properties.headers.entries else { return }
        for entry in UnsafeBufferPointer(start: entries, count: Int(properties.headers.num_entries)) {
            headers[String(entry.key)] = HeaderValue(entry.value)
        }
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
