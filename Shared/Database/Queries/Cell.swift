/// One value of an answer, in the server's binary format.
package struct Cell: Sendable {
    let column: String
    /// The type's OID.
    let type: UInt32
    /// Nil for null.
    let content: [UInt8]?

    var isNull: Bool { content == nil }

    /// The bytes, where the column is of the type wanted.
    func bytes(of wanted: UInt32) throws -> [UInt8] {
        guard type == wanted else { throw mismatch("has the type with OID \(type), not \(wanted)") }
        guard let content else { throw mismatch("is null") }
        return content
    }

    func text() throws -> String {
        guard let content else { throw mismatch("is null") }
        guard type != OID.jsonb else { return String(decoding: content.dropFirst(), as: UTF8.self) }
        guard ![OID.int8, OID.int4, OID.int2, OID.uuid, OID.date, OID.timestamptz, OID.float8, OID.bytea].contains(type) else {
            throw mismatch("is not text: its type has OID \(type)")
        }
        return String(decoding: content, as: UTF8.self)
    }

    func integer() throws -> Int64 {
        switch type {
        case OID.int8: Int64(bitPattern: UInt64(bigEndianBytes: try bytes(of: OID.int8)))
        case OID.int4: Int64(Int32(bitPattern: UInt32(bigEndianBytes: try bytes(of: OID.int4))))
        default: Int64(Int16(bitPattern: UInt16(bigEndianBytes: try bytes(of: OID.int2))))
        }
    }

    /// JSON text; the binary form of jsonb begins with its version.
    func jsonBytes() throws -> [UInt8] {
        guard let content else { throw mismatch("is null") }
        return type == OID.jsonb ? Array(content.dropFirst()) : content
    }

    /// The elements of a one-dimensional array.
    func elements() throws -> [Cell] {
        guard let content, content.count >= 12 else { throw mismatch("is not an array") }
        let element = UInt32(bigEndianBytes: content[8..<12])
        guard UInt32(bigEndianBytes: content[0..<4]) == 1 else { return [] }
        var position = 20
        return (0..<Int(UInt32(bigEndianBytes: content[12..<16]))).map { _ in
            let length = Int32(bitPattern: UInt32(bigEndianBytes: content[position..<position + 4]))
            position += 4
            guard length >= 0 else { return Cell(column: column, type: element, content: nil) }
            defer { position += Int(length) }
            return Cell(column: column, type: element, content: Array(content[position..<position + Int(length)]))
        }
    }

    func mismatch(_ why: String) -> DatabaseError {
        DatabaseError(kind: .decoding, message: "column \(column): \(why)")
    }
}
