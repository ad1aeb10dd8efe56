/// HTML that code writes, for what is too long for a template: mustache asks for every value by name, at a hundred times the price.
struct Markup {
    private(set) var text = ""

    /// Markup as it is.
    mutating func raw(_ markup: StaticString) { text += markup.description }

    /// Words, in which nothing is markup; also within the quotes of an attribute.
    mutating func words(_ words: String) {
        guard words.utf8.contains(where: Self.isSpecial) else {
            text += words
            return
        }
        for character in words.unicodeScalars {
            switch character {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            case "\"": text += "&quot;"
            case "'": text += "&#39;"
            default: text.unicodeScalars.append(character)
            }
        }
    }

    private static func isSpecial(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "&") || byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "\"")
            || byte == UInt8(ascii: "'")
    }
}
