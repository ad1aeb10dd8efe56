import Logging
import Models

/// The text of one line of the log: an object of JSON (RFC 8259), written member by member. A line goes out with every answer; JSONEncoder would take
/// longer for it than the rest of a small answer.
struct JSONLine {
    private(set) var text = "{"

    /// - Parameter name: of ours, or of a metadata value.
    mutating func add(_ name: String, _ value: Logger.MetadataValue) {
        if text.utf8.count > 1 { text += "," }
        quote(name)
        text += ":"
        if Redaction.isSecret(name) { quote(Redaction.blot) } else { write(value) }
    }

    /// The line, with its end.
    consuming func finished() -> String { text + "}\n" }

    private mutating func write(_ value: Logger.MetadataValue) {
        switch value {
        case .string(let words): quote(Redaction.clean(words))
        case .stringConvertible(let number as Int): text += String(number)
        case .stringConvertible(let number as Double) where number.isFinite: text += String(number)
        case .stringConvertible(let flag as Bool): text += flag ? "true" : "false"
        case .stringConvertible(let thing): quote(Redaction.clean(thing.description))
        case .array(let values):
            text += "["
            for (place, value) in values.enumerated() {
                if place > 0 { text += "," }
                write(value)
            }
            text += "]"
        case .dictionary(let members):
            var inner = JSONLine()
            for (name, value) in members.sorted(by: { $0.key < $1.key }) { inner.add(name, value) }
            text += inner.text + "}"
        }
    }

    private mutating func quote(_ words: String) { JSONText.quote(words, into: &text) }
}
