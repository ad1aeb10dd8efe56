/// How the rows of a COPY are written.
package enum CopyFormat: Sendable {
    /// PostgreSQL's default: a line a row, tabs between values.
    case text
    /// `with (format binary)`: each value as its type's binary format.
    case binary

    /// The signature, no flags, no extension (PostgreSQL, COPY, "Binary Format").
    static let binaryHeader: [UInt8] = Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0x00] + [0, 0, 0, 0] + [0, 0, 0, 0]

    /// The options of the statement.
    var clause: String { self == .binary ? " with (format binary)" : "" }

    /// Appends a value as the text format wants it; nil is null.
    static func append(_ value: String?, to bytes: inout [UInt8]) {
        guard let value else { return bytes += [UInt8(ascii: "\\"), UInt8(ascii: "N")] }
        for byte in value.utf8 {
            switch byte {
            case UInt8(ascii: "\\"): bytes += [byte, byte]
            case UInt8(ascii: "\n"): bytes += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
            case UInt8(ascii: "\r"): bytes += [UInt8(ascii: "\\"), UInt8(ascii: "r")]
            case UInt8(ascii: "\t"): bytes += [UInt8(ascii: "\\"), UInt8(ascii: "t")]
            default: bytes.append(byte)
            }
        }
    }
}
