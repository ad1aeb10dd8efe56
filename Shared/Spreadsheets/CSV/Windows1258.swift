/// Vietnamese as Windows wrote it before Unicode (code page 1258): letters with one mark each, tones as marks that follow the vowel.
///
/// Any bytes at all are text in it, those of TCVN3, VNI and of Western European files as well. So it takes only what Vietnamese is written with: its
/// letters, tones behind vowels, the marks of print. Anything else is some other encoding, and better asked about than guessed.
struct Windows1258 {
    private static let vowels = Set("aăâeêioôơuưyAĂÂEÊIOÔƠUƯY".unicodeScalars)
    /// ̀ ̉ ̃ ́ ̣
    private static let tones: [UInt8: UnicodeScalar] = [
        0xCC: "\u{300}", 0xD2: "\u{309}", 0xDE: "\u{303}", 0xEC: "\u{301}", 0xF2: "\u{323}",
    ]
    private static let others: [UInt8: UnicodeScalar] = [
        0x80: "€", 0x85: "…", 0x91: "‘", 0x92: "’", 0x93: "“", 0x94: "”", 0x96: "–", 0x97: "—", 0xA0: "\u{A0}", 0xAB: "«", 0xB0: "°",
        0xBB: "»", 0xFE: "₫",
        0xC0: "À", 0xC1: "Á", 0xC2: "Â", 0xC3: "Ă", 0xC8: "È", 0xC9: "É", 0xCA: "Ê", 0xCD: "Í", 0xD0: "Đ", 0xD3: "Ó", 0xD4: "Ô", 0xD5: "Ơ",
        0xD9: "Ù", 0xDA: "Ú", 0xDD: "Ư", 0xE0: "à", 0xE1: "á", 0xE2: "â", 0xE3: "ă", 0xE8: "è", 0xE9: "é", 0xEA: "ê", 0xED: "í", 0xF0: "đ",
        0xF3: "ó", 0xF4: "ô", 0xF5: "ơ", 0xF9: "ù", 0xFA: "ú", 0xFD: "ư",
    ]

    /// The last of the piece before.
    private var last: UnicodeScalar = " "

    /// In UTF-8, marks behind their vowels as they came. Throws ``SpreadsheetError/Fault/unknownEncoding``.
    mutating func decode(_ bytes: [UInt8]) throws -> [UInt8] {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count * 2)
        for byte in bytes {
            guard let scalar = scalar(byte) else { throw SpreadsheetError(.unknownEncoding) }
            decoded += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
            last = scalar
        }
        return decoded
    }

    private func scalar(_ byte: UInt8) -> UnicodeScalar? {
        if byte < 0x80 { return UnicodeScalar(byte) }
        if let tone = Self.tones[byte] { return Self.vowels.contains(last) ? tone : nil }
        return Self.others[byte]
    }
}
