import Database
import Foundation

/// A name without tones, marks and capitals: `Nguyễn Thị Đào` → `nguyen thi dao`. How names are searched and sorted.
enum FoldedName {
    static func fold(_ name: String) -> String {
        let plain = name.decomposedStringWithCanonicalMapping.unicodeScalars.filter { $0.properties.generalCategory != .nonspacingMark }
        let text = String(String.UnicodeScalarView(plain)).lowercased().replacing("đ", with: "d")
        return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// A pattern for `like` that finds `text` anywhere.
    static func pattern(_ text: String) -> String { "%\(fold(text).likeLiteral)%" }
}
