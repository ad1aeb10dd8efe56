import Foundation

/// One value of an answer, in the server's binary format, read where libpq has put it.
///
/// `@unchecked Sendable`: the bytes belong to `owner`, which this keeps alive and which nobody writes.
package struct Cell: @unchecked Sendable {
    private let owner: ResultSet
    private let column: Int
    /// The type's OID.
    let type: UInt32
    /// Nil for null.
    private let content: UnsafeRawBufferPointer?

    init(owner: ResultSet, column: Int, type: UInt32, content: UnsafeRawBufferPointer?) {
        self.owner = owner
        self.column = column
        self.type = type
        self.content = content
    }

    var isNull: Bool { content == nil }

    /// Reads the bytes of a value of whatever type.
    func withBytes<Value>(_ read: (UnsafeRawBufferPointer) throws -> Value) throws -> Value {
        guard let content else { throw mismatch("is null") }
        return try withExtendedLifetime(owner) { try read(content) }
    }

    /// Reads the bytes, where the column is of the type wanted.
    func withBytes<Value>(of wanted: UInt32, _ read: (UnsafeRawBufferPointer) throws -> Value) throws -> Value {
        guard type == wanted else { throw mismatch("has the type with OID \(type), not \(wanted)") }
        return try withBytes(read)
    }

    /// A number of the type wanted.
    func number<Number: FixedWidthInteger>(of wanted: UInt32, as type: Number.Type = Number.self) throws -> Number {
        try withBytes(of: wanted) { bytes in
            guard bytes.count == MemoryLayout<Number>.size else { throw mismatch("has \(bytes.count) bytes") }
            return Number(bigEndian: bytes.loadUnaligned(as: Number.self))
        }
    }

    func integer() throws -> Int64 {
        switch type {
        case OID.int8: try number(of: OID.int8)
        case OID.int4: Int64(try number(of: OID.int4, as: Int32.self))
        default: Int64(try number(of: OID.int2, as: Int16.self))
        }
    }

    func text() throws -> String {
        switch type {
        case OID.jsonb: try withBytes { String(decoding: $0.dropFirst(), as: UTF8.self) }
        case OID.int8, OID.int4, OID.int2, OID.uuid, OID.date, OID.timestamptz, OID.float8, OID.bytea:
            throw mismatch(isNull ? "is null" : "is not text: its type has OID \(type)")
        default: try withBytes { String(decoding: $0, as: UTF8.self) }
        }
    }

    /// JSON text; the binary form of jsonb begins with its version.
    func json() throws -> Data {
        try withBytes { Data(type == OID.jsonb ? $0.dropFirst() : $0[...]) }
    }

    /// The elements of a one-dimensional array.
    func elements() throws -> [Cell] {
        try withBytes { bytes in
            var rest = bytes[...]
            func next(_ count: Int) throws -> UnsafeRawBufferPointer {
                guard count >= 0, rest.count >= count else { throw mismatch("is not an array") }
                defer { rest = rest.dropFirst(count) }
                return UnsafeRawBufferPointer(rebasing: rest.prefix(count))
            }
            func integer() throws -> Int32 { Int32(bigEndian: try next(4).loadUnaligned(as: Int32.self)) }
            let dimensions = try integer()
            _ = try integer()
            let element = UInt32(bitPattern: try integer())
            guard dimensions == 1 else {
                if dimensions == 0 { return [] }
                throw mismatch("is an array of \(dimensions) dimensions")
            }
            let count = try integer()
            _ = try integer()
            return try (0..<count).map { _ in
                let length = try integer()
                let content = length < 0 ? nil : try next(Int(length))
                return Cell(owner: owner, column: column, type: element, content: content)
            }
        }
    }

    func mismatch(_ why: String) -> DatabaseError {
        DatabaseError(kind: .decoding, message: "column \(owner.columns.names[column]): \(why)")
    }
}
