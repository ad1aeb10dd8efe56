extension Sequence<UInt8> {
    /// Two digits a byte, in lower case, as digests and traces are written.
    package var hexadecimal: String {
        map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }
}
