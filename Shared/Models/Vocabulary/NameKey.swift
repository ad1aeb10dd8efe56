import Foundation

/// A name, or a code, without what people leave out when they type it: tones, other marks, the bar of đ, capitals, what stands between words.
/// How names and codes are found and compared in every service; ``fold(_:)`` is kept in tables, so a change of it needs a migration of each.
package enum NameKey {
    /// `Đỗ  Thị Hường` and `do thi huong` both give `do thi huong`; `TT.ĐDNTT.01.2026` gives `tt ddntt 01 2026`.
    package static func fold(_ name: String) -> String {
        if let key = latin(name) { return key }
        let parted = name.decomposedStringWithCanonicalMapping
        return latin(parted) ?? any(parted)
    }

    /// What nearly all names are made of, without taking their letters apart: nil where there is anything else.
    private static func latin(_ name: String) -> String? {
        var key: [UInt8] = []
        key.reserveCapacity(name.utf8.count)
        var isBetween = false
        for scalar in name.unicodeScalars {
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
            default:
                guard let plain = plainLetter(scalar.value) else { return nil }
                letter = plain
            }
            if isBetween, !key.isEmpty { key.append(UInt8(ascii: " ")) }
            isBetween = false
            key.append(letter)
        }
        return String(decoding: key, as: UTF8.self)
    }

    /// Of a letter with its marks the letter, small; nil where it is none of the Latin alphabet's.
    private static func plainLetter(_ scalar: UInt32) -> UInt8? {
        let place = Int(scalar) - (scalar < 0x1e00 ? 0xc0 : 0x1e00 - latinLetters)
        guard scalar >= 0xc0, plainLetters.indices.contains(place), scalar < 0x250 || scalar >= 0x1e00 else { return nil }
        return plainLetters[place] == 0 ? nil : plainLetters[place]
    }

    private static let latinLetters = 0x250 - 0xc0

    /// The letters of U+00C0 to U+024F and of U+1E00 to U+1EFF; 0 where there is none.
    private static let plainLetters: [UInt8] = (Array(0xc0..<0x250) + Array(0x1e00..<0x1f00)).map { (value: UInt32) in
        let parts = Unicode.Scalar(value).map { String($0).decomposedStringWithCanonicalMapping.unicodeScalars.map(\.value) } ?? []
        guard let letter = parts.first, parts.dropFirst().allSatisfy({ (0x300...0x36f).contains($0) }) else { return 0 }
        return switch letter {
        case 0x61...0x7a: UInt8(letter)
        case 0x41...0x5a: UInt8(letter + 0x20)
        default: 0
        }
    }

    private static func any(_ parted: String) -> String {
        let plain = parted.unicodeScalars.lazy
            .filter { !$0.properties.isDiacritic && $0.properties.generalCategory != .nonspacingMark }
            .map { $0 == "đ" || $0 == "Đ" ? "d" : Character($0) }
        let spaced = String(plain).lowercased().map { $0.isLetter || $0.isNumber ? $0 : " " }
        return String(spaced).split(separator: " ").joined(separator: " ")
    }
}
