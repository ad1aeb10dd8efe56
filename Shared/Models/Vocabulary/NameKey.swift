import Foundation

/// A name, or a code, without what people leave out when they type it: tones, other marks, the bar of đ, capitals, what stands between words.
/// How names and codes are found and compared in every service; ``fold(_:)`` is kept in tables, so a change of it needs a migration of each.
package enum NameKey {
    /// `Đỗ  Thị Hường` and `do thi huong` both give `do thi huong`; `TT.ĐDNTT.01.2026` gives `tt ddntt 01 2026`.
    package static func fold(_ name: String) -> String {
        let parted = name.decomposedStringWithCanonicalMapping
        return latin(parted) ?? any(parted)
    }

    /// What nearly all names are made of, without looking each letter up: nil where there is anything else.
    private static func latin(_ parted: String) -> String? {
        var key: [UInt8] = []
        key.reserveCapacity(parted.utf8.count)
        var isBetween = false
        for scalar in parted.unicodeScalars {
            let letter: UInt8
            switch scalar.value {
            case 0x61...0x7a, 0x30...0x39: letter = UInt8(scalar.value)
            case 0x41...0x5a: letter = UInt8(scalar.value + 0x20)
            case 0x110, 0x111: letter = UInt8(ascii: "d")
            // Combining marks; the circumflex and the grave accent that stand alone.
            case 0x300...0x36f, 0x5e, 0x60: continue
            case 0..<0x80:
                isBetween = true
                continue
            default: return nil
            }
            if isBetween, !key.isEmpty { key.append(UInt8(ascii: " ")) }
            isBetween = false
            key.append(letter)
        }
        return String(decoding: key, as: UTF8.self)
    }

    private static func any(_ parted: String) -> String {
        let plain = parted.unicodeScalars.lazy
            .filter { !$0.properties.isDiacritic && $0.properties.generalCategory != .nonspacingMark }
            .map { $0 == "đ" || $0 == "Đ" ? "d" : Character($0) }
        let spaced = String(plain).lowercased().map { $0.isLetter || $0.isNumber ? $0 : " " }
        return String(spaced).split(separator: " ").joined(separator: " ")
    }
}
