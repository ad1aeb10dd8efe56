package import Foundation

/// The text of UUIDs (RFC 9562 §4) as everything outside Swift writes it: lower case, with hyphens. Every message and every answer is full of
/// them, and Foundation goes by way of `printf` and `scanf`.
extension UUID {
    /// The length of the text in bytes.
    package static let textLength = 36

    package var text: String {
        String(unsafeUninitializedCapacity: Self.textLength) { buffer in
            writeText(to: buffer)
            return Self.textLength
        }
    }

    /// Reads the text, in upper or lower case; nil for anything else.
    package init?(text: some StringProtocol) {
        self.init(utf8: text.utf8)
    }

    /// Reads the text's bytes, as ``init(text:)``.
    package init?(utf8 text: some Sequence<UInt8>) {
        var halves: (UInt64, UInt64) = (0, 0)
        var index = 0
        for byte in text {
            if Self.isHyphen(index) {
                guard byte == UInt8(ascii: "-") else { return nil }
            } else {
                guard let digit = Self.value(ofDigit: byte) else { return nil }
                halves = (halves.0 << 4 | halves.1 >> 60, halves.1 << 4 | digit)
            }
            index += 1
            if index > Self.textLength { return nil }
        }
        guard index == Self.textLength else { return nil }
        self.init(high: halves.0, low: halves.1)
    }

    /// Writes the text's ``textLength`` bytes.
    package func writeText(to buffer: UnsafeMutableBufferPointer<UInt8>) {
        withUnsafeBytes(of: uuid) { bytes in
            var place = 0
            for byte in bytes {
                if Self.isHyphen(place) {
                    buffer[place] = UInt8(ascii: "-")
                    place += 1
                }
                buffer[place] = Self.digit(byte >> 4)
                buffer[place + 1] = Self.digit(byte & 15)
                place += 2
            }
        }
    }

    private static func isHyphen(_ place: Int) -> Bool { place == 8 || place == 13 || place == 18 || place == 23 }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") - 10 + value
    }

    private static func value(ofDigit byte: UInt8) -> UInt64? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt64(byte - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt64(byte - UInt8(ascii: "A") + 10)
        default: nil
        }
    }
}
