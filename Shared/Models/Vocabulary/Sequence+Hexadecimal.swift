extension Sequence<UInt8> {
    /// Two digits a byte, in lower case, as digests and traces are written.
    package var hexadecimal: String {
        var text: [UInt8] = []
        text.reserveCapacity(2 * underestimatedCount)
        for byte in self {
            text.append(hexadecimalDigits[Int(byte >> 4)])
            text.append(hexadecimalDigits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}

private let hexadecimalDigits = Array("0123456789abcdef".utf8)
