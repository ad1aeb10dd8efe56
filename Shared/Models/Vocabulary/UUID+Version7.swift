package import Foundation

extension UUID {
    /// A version 7 UUID (RFC 9562 §5.7): 48 bits of Unix milliseconds, 12 bits of the part of a millisecond (§6.2, method 3), 62 random bits.
    package static func v7(at instant: Date) -> UUID {
        let elapsed = max(0, instant.timeIntervalSince1970 * 1000)
        let milliseconds = UInt64(elapsed)
        let part = UInt64((elapsed - Double(milliseconds)) * 4096)
        var generator = SystemRandomNumberGenerator()
        let low = 0x8000_0000_0000_0000 | (generator.next() & 0x3FFF_FFFF_FFFF_FFFF)
        return UUID(high: (milliseconds << 16) | 0x7000 | part, low: low)
    }

    /// The instant inside a version 7 UUID, to the millisecond; nil for other versions.
    package var instant: Date? {
        guard uuid.6 >> 4 == 7 else { return nil }
        let bytes = [uuid.0, uuid.1, uuid.2, uuid.3, uuid.4, uuid.5]
        let milliseconds = bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return Date(timeIntervalSince1970: Double(milliseconds) / 1000)
    }

    /// From its two halves, most significant bits first.
    package init(high: UInt64, low: UInt64) {
        func byte(_ word: UInt64, _ index: UInt64) -> UInt8 { UInt8(truncatingIfNeeded: word >> (56 - 8 * index)) }
        self.init(
            uuid: (
                byte(high, 0), byte(high, 1), byte(high, 2), byte(high, 3), byte(high, 4), byte(high, 5), byte(high, 6), byte(high, 7),
                byte(low, 0), byte(low, 1), byte(low, 2), byte(low, 3), byte(low, 4), byte(low, 5), byte(low, 6), byte(low, 7)
            ))
    }
}
