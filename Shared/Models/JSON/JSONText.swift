/// JSON (RFC 8259) written word by word, where ``MessageCoding`` would take longer than all the rest: lines of the log, details of the trail.
package enum JSONText {
    /// An object of texts, its names in order.
    package static func object(_ members: [String: String]) -> String {
        guard !members.isEmpty else { return "{}" }
        var text = "{"
        for (name, value) in members.sorted(by: { $0.key < $1.key }) {
            if text.utf8.count > 1 { text += "," }
            quote(name, into: &text)
            text += ":"
            quote(value, into: &text)
        }
        return text + "}"
    }

    /// Appends a text in its quotation marks.
    package static func quote(_ words: String, into text: inout String) {
        text += "\""
        if words.utf8.contains(where: { $0 < 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }) {
            for character in words.unicodeScalars {
                switch character {
                case "\"": text += "\\\""
                case "\\": text += "\\\\"
                case "\n": text += "\\n"
                case "\r": text += "\\r"
                case "\t": text += "\\t"
                case _ where character.value < 0x20:
                    text += "\\u00" + (character.value < 0x10 ? "0" : "") + String(character.value, radix: 16)
                default: text.unicodeScalars.append(character)
                }
            }
        } else {
            text += words
        }
        text += "\""
    }
}
