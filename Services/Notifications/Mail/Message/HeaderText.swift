import Foundation

/// Text inside a header, whatever it holds: encoded words (RFC 2047) where it is not plain ASCII, folded, and never a line of its own.
struct HeaderText: CustomStringConvertible {
    /// Bytes of UTF-8 in one encoded word: with base64, its frame and `Subject: ` before it, a line stays within 76 characters (RFC 2047 §2).
    private static let bytesInAWord = 39

    let description: String

    /// Free text, as a subject.
    init(_ text: String) {
        let clean = Self.withoutControls(text)
        description = Self.isPlain(clean) && clean.utf8.count <= 60 ? clean : Self.encoded(clean)
    }

    /// A display name before an address: a quoted string where it is plain ASCII (RFC 5322 §3.2.4).
    init(name: String) {
        let clean = Self.withoutControls(name)
        let quoted = clean.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        description = Self.isPlain(clean) && clean.utf8.count <= 60 ? "\"\(quoted)\"" : Self.encoded(clean)
    }

    /// Line ends and other controls become spaces: nothing begins a header but we.
    private static func withoutControls(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { $0.properties.generalCategory.isControl ? " " : $0 }))
    }

    /// Printable ASCII that could not be taken for an encoded word.
    private static func isPlain(_ text: String) -> Bool {
        !text.contains("=?") && text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
    }

    /// Words of whole characters, each on a line of its own.
    private static func encoded(_ text: String) -> String {
        var words: [String] = []
        var word = ""
        for scalar in text.unicodeScalars {
            if word.utf8.count + UTF8.width(scalar) > bytesInAWord {
                words.append(word)
                word = ""
            }
            word.unicodeScalars.append(scalar)
        }
        words.append(word)
        return words.map { "=?UTF-8?B?\(Data($0.utf8).base64EncodedString())?=" }.joined(separator: "\r\n ")
    }
}

extension Unicode.GeneralCategory {
    fileprivate var isControl: Bool {
        self == .control || self == .lineSeparator || self == .paragraphSeparator
    }
}
