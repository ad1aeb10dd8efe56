/// How the characters of a text file are written.
enum TextEncoding {
    case utf8, utf16BigEndian, utf16LittleEndian, windows1258

    /// By the byte order mark; without one it is UTF-8 where all of it is, else windows-1258. Reads the file once. Throws where there are zeros in it,
    /// which no text has.
    static func of(_ file: SpreadsheetFile) throws -> (encoding: TextEncoding, markBytes: Int) {
        var pieces = try file.pieces()
        var piece = try pieces.next() ?? []
        if piece.starts(with: [0xFE, 0xFF]) { return (.utf16BigEndian, 2) }
        if piece.starts(with: [0xFF, 0xFE]) { return (.utf16LittleEndian, 2) }
        let hasMark = piece.starts(with: [0xEF, 0xBB, 0xBF])
        var check = UTF8Check()
        while !piece.isEmpty {
            for byte in piece {
                guard byte != 0 else { throw SpreadsheetError(.notASpreadsheet) }
                check.take(byte)
            }
            piece = try pieces.next() ?? []
        }
        if check.isValid { return (.utf8, hasMark ? 3 : 0) }
        // A mark promises UTF-8; what breaks the promise is no other encoding.
        guard !hasMark else { throw SpreadsheetError(.unknownEncoding) }
        return (.windows1258, 0)
    }
}

/// Whether bytes are UTF-8 (RFC 3629, 4), however they are cut into pieces.
struct UTF8Check {
    private var isSound = true
    /// Bytes that are still to follow.
    private var missing = 0
    /// What the next of them may be.
    private var next: ClosedRange<UInt8> = 0x80...0xBF

    var isValid: Bool { isSound && missing == 0 }

    mutating func take(_ byte: UInt8) {
        if missing > 0 {
            isSound = isSound && next.contains(byte)
            missing -= 1
            next = 0x80...0xBF
            return
        }
        switch byte {
        case 0x00...0x7F: break
        case 0xC2...0xDF: missing = 1
        case 0xE0...0xEF:
            missing = 2
            if byte == 0xE0 { next = 0xA0...0xBF }
            if byte == 0xED { next = 0x80...0x9F }
        case 0xF0...0xF4:
            missing = 3
            if byte == 0xF0 { next = 0x90...0xBF }
            if byte == 0xF4 { next = 0x80...0x8F }
        default: isSound = false
        }
    }
}
