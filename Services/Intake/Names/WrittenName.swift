import Foundation
import Models

/// A name as it stands in a field, with the other names that stand beside it: `Trần Văn Bé (tức Tư Bé)` are two.
struct WrittenName: Sendable {
    /// Folded, without the others.
    let key: String
    /// The others, folded.
    let aliases: [String]

    init(_ text: String) { self.init(text, folded: NameKey.fold(text)) }

    /// - Parameter whole: all of `text`, folded, where that is known.
    init(_ text: String, folded whole: String) {
        // Making the expression takes many times as long as folding a name, and most names have nothing for it to find.
        guard Self.mayHaveOthers(whole) else {
            key = whole
            aliases = []
            return
        }
        var names: [String] = []
        var rest = text.precomposedStringWithCanonicalMapping[...]
        while let marker = rest.firstMatch(of: Self.marker) {
            names.append(String(rest[..<marker.range.lowerBound]))
            rest = rest[marker.range.upperBound...]
        }
        let folded = (names + [String(rest)]).map { NameKey.fold($0) }
        key = folded[0].isEmpty ? whole : folded[0]
        aliases = Set(folded.dropFirst()).subtracting(["", folded[0]]).sorted()
    }

    /// A part of every marker, folded.
    private static let markers = ["tuc", "khac", "con goi", "con co ten", "bi danh"].map { Array($0.utf8) }

    private static func mayHaveOthers(_ key: String) -> Bool {
        var key = key
        return key.withUTF8 { bytes in
            markers.contains { marker in
                bytes.count >= marker.count
                    && (0...(bytes.count - marker.count)).contains { bytes[$0...].starts(with: marker) }
            }
        }
    }

    /// What says that another name of the same person follows; without its tones only behind a bracket or a comma, since Túc is a name as well.
    private static var marker: Regex<Substring> {
        /(?i)(?:\s*[(,;\/]\s*(?:tức(?: là)?|tuc(?: la)?|tên (?:gọi )?khác(?: là)?|ten (?:goi )?khac(?: la)?|còn (?:gọi|có tên) là|con (?:goi|co ten) la|bí danh|bi danh)\s+)|(?:\s+(?:tức(?: là)?|tên (?:gọi )?khác(?: là)?|còn (?:gọi|có tên) là|bí danh)\s+)/
    }
}
