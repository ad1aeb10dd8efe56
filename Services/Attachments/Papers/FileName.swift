import Foundation

/// The name of a stranger's file, made fit to be shown: the last component only, without control and direction characters, of a bearable
/// length. It is never used as a path.
struct FileName: Sendable, Equatable {
    private static let longest = 150

    let text: String

    init(claimed: String) {
        let last = claimed.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
        let scalars = last.precomposedStringWithCanonicalMapping.unicodeScalars.filter { !Self.isForbidden($0) }
        var name = String(String.UnicodeScalarView(scalars)).trimmingCharacters(in: .whitespaces)
        while name.hasPrefix(".") { name.removeFirst() }
        text = name.isEmpty ? "giay-to" : Self.shortened(name)
    }

    /// The header's value (RFC 6266 with RFC 8187): an ASCII stand-in and the name itself.
    var contentDisposition: String {
        let ascii = text.unicodeScalars.map { scalar in
            scalar.isASCII && scalar != "\"" && scalar != "\\" && scalar != "%" ? Character(scalar) : "_"
        }
        let encoded = text.utf8.map { byte in
            let character = Character(UnicodeScalar(byte))
            let isPlain = character.isASCII && (character.isLetter || character.isNumber || "!#$&+-.^_`|~".contains(character))
            return isPlain ? String(character) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }.joined()
        return "attachment; filename=\"\(String(ascii))\"; filename*=UTF-8''\(encoded)"
    }

    /// Control, direction, invisible and private characters, which can make one name look like another.
    private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: true
        default: "<>:\"|?*".unicodeScalars.contains(scalar)
        }
    }

    /// Keeps the extension.
    private static func shortened(_ name: String) -> String {
        guard name.count > longest else { return name }
        guard let dot = name.lastIndex(of: "."), name.distance(from: dot, to: name.endIndex) <= 10 else {
            return String(name.prefix(longest))
        }
        let ending = name[dot...]
        return String(name.prefix(longest - ending.count) + ending)
    }
}
