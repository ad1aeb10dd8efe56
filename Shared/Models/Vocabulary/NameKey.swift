import Foundation

/// A name, or a code, without what people leave out when they type it: tones, other marks, the bar of đ, capitals, what stands between words.
/// How names and codes are found and compared in every service; ``fold(_:)`` is kept in tables, so a change of it needs a migration of each.
package enum NameKey {
    /// `Đỗ  Thị Hường` and `do thi huong` both give `do thi huong`; `TT.ĐDNTT.01.2026` gives `tt ddntt 01 2026`.
    package static func fold(_ name: String) -> String {
        let plain = name.decomposedStringWithCanonicalMapping.unicodeScalars.lazy
            .filter { !$0.properties.isDiacritic && $0.properties.generalCategory != .nonspacingMark }
            .map { $0 == "đ" || $0 == "Đ" ? "d" : Character($0) }
        let spaced = String(plain).lowercased().map { $0.isLetter || $0.isNumber ? $0 : " " }
        return String(spaced).split(separator: " ").joined(separator: " ")
    }
}
