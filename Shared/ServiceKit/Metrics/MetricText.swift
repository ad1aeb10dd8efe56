/// Names, labels and numbers as Prometheus' text format writes them.
enum MetricText {
    /// A metric's name: letters, digits, `_` and `:`, no digit first; anything else becomes `_`.
    static func name(_ label: String) -> String {
        clean(label, allowing: [UInt8(ascii: "_"), UInt8(ascii: ":")])
    }

    /// `a="x",b="y"`, in the order of the names, so that one set of labels is one series.
    static func labels(_ dimensions: [(String, String)]) -> String {
        dimensions.map { (clean($0.0, allowing: [UInt8(ascii: "_")]), escape($0.1)) }
            .sorted { $0.0 < $1.0 }.map { "\($0.0)=\"\($0.1)\"" }.joined(separator: ",")
    }

    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        return value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
    }

    private static func escape(_ value: String) -> String {
        value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }

    private static func clean(_ text: String, allowing extra: [UInt8]) -> String {
        let bytes = text.utf8.map { byte -> UInt8 in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): byte
            default: extra.contains(byte) ? byte : UInt8(ascii: "_")
            }
        }
        let cleaned = String(decoding: bytes, as: UTF8.self)
        return cleaned.first?.isNumber ?? true ? "_" + cleaned : cleaned
    }
}
