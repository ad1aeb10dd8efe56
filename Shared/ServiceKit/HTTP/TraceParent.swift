import Models

/// A place in a distributed trace, as the header `traceparent` of W3C Trace Context (version 00) carries it.
package struct TraceParent: Hashable, Sendable, CustomStringConvertible {
    /// 32 hexadecimal digits, not all zero.
    package let traceID: String
    /// 16 hexadecimal digits, not all zero.
    package let spanID: String
    package let isSampled: Bool

    /// The beginning of a trace.
    package static func new() -> TraceParent {
        TraceParent(traceID: hex(words: 2), spanID: hex(words: 1), isSampled: false)
    }

    /// A new span of the trace in a header; nil where that is not well formed.
    package init?(continuing header: String) {
        let parts = header.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 4, parts[0].count == 2, parts[0] != "ff", parts[0] != "00" || parts.count == 4,
            parts[1].count == 32, parts[2].count == 16, parts[3].count == 2,
            parts[0...3].allSatisfy({ $0.allSatisfy { $0.isASCII && $0.isHexDigit && !$0.isUppercase } }),
            parts[1].contains(where: { $0 != "0" }), parts[2].contains(where: { $0 != "0" }), let flags = UInt8(parts[3], radix: 16)
        else { return nil }
        self.init(traceID: String(parts[1]), spanID: Self.hex(words: 1), isSampled: flags & 1 == 1)
    }

    private init(traceID: String, spanID: String, isSampled: Bool) {
        self.traceID = traceID
        self.spanID = spanID
        self.isSampled = isSampled
    }

    package var description: String { "00-\(traceID)-\(spanID)-\(isSampled ? "01" : "00")" }

    /// Sixteen random digits a word, never all zero.
    private static func hex(words: Int) -> String {
        var generator = SystemRandomNumberGenerator()
        let drawn = (0..<words).map { _ in generator.next() as UInt64 | 1 }
        return drawn.withUnsafeBytes { $0.hexadecimal }
    }
}
