import Glibc

/// The values of a statement on their way to the server, in one block of memory.
struct Parameters: Sendable {
    /// Where a value lies in the block.
    struct Entry: Sendable {
        /// The type's OID; 0 lets the server infer it.
        let type: UInt32
        /// Negative for SQL's null.
        let start: Int
        let length: Int

        /// What has a type of its own goes in that type's binary format; the rest as text.
        var isBinary: Bool { type != 0 }
    }

    private(set) var entries: [Entry] = []
    /// The values, each ended by a zero byte (libpq reads text values as C strings).
    private(set) var bytes: [UInt8] = []
    /// Whether a text value holds a zero byte, which PostgreSQL cannot keep.
    private(set) var hasZeroByteInText = false

    /// Makes room for `count` values of common size.
    mutating func reserve(_ count: Int) {
        entries.reserveCapacity(count)
        bytes.reserveCapacity(24 * count)
    }

    mutating func append<Value: Bindable>(_ value: Value) {
        guard !value.isNull else { return entries.append(Entry(type: Value.oid, start: -1, length: 0)) }
        let start = bytes.count
        value.encode(into: &bytes)
        entries.append(Entry(type: Value.oid, start: start, length: bytes.count - start))
        if Value.oid == 0, Self.hasZero(bytes, from: start) { hasZeroByteInText = true }
        bytes.append(0)
    }

    mutating func append(contentsOf other: Parameters) {
        let shift = bytes.count
        bytes += other.bytes
        for entry in other.entries {
            entries.append(Entry(type: entry.type, start: entry.start < 0 ? -1 : entry.start + shift, length: entry.length))
        }
        hasZeroByteInText = hasZeroByteInText || other.hasZeroByteInText
    }

    private static func hasZero(_ bytes: [UInt8], from start: Int) -> Bool {
        bytes.withUnsafeBytes { block in
            guard let first = block.baseAddress, block.count > start else { return false }
            return memchr(first + start, 0, block.count - start) != nil
        }
    }

    /// Whether the values have these types, in this order.
    func haveTypes(_ types: [UInt32]) -> Bool {
        entries.count == types.count && zip(entries, types).allSatisfy { $0.type == $1 }
    }
}
