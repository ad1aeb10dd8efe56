/// A text file as UTF-8, piece by piece, whatever it is written in.
struct DecodedText {
    private let encoding: TextEncoding
    private var pieces: FilePieces
    /// Of the byte order mark, still to be left out.
    private var mark: Int
    /// Half a character of UTF-16 that waits for the next piece.
    private var rest: [UInt8] = []
    private var windows = Windows1258()

    init(_ file: SpreadsheetFile) throws {
        (encoding, mark) = try TextEncoding.of(file)
        pieces = try file.pieces()
    }

    /// The next piece; nil at the end. Throws ``SpreadsheetError/Fault/unknownEncoding``.
    mutating func next() throws -> [UInt8]? {
        guard var piece = try pieces.next() else {
            guard rest.isEmpty else { throw SpreadsheetError(.unknownEncoding) }
            return nil
        }
        piece.removeFirst(mark)
        mark = 0
        switch encoding {
        case .utf8: return piece
        case .windows1258: return try windows.decode(piece)
        case .utf16BigEndian: return try utf16(piece) { UInt16($0) << 8 | UInt16($1) }
        case .utf16LittleEndian: return try utf16(piece) { UInt16($1) << 8 | UInt16($0) }
        }
    }

    private mutating func utf16(_ piece: [UInt8], _ unit: (UInt8, UInt8) -> UInt16) throws -> [UInt8] {
        let bytes = rest + piece
        var units = stride(from: 0, to: bytes.count - 1, by: 2).map { unit(bytes[$0], bytes[$0 + 1]) }
        // The first half of a pair waits for the second.
        let isCut = units.last.map(UTF16.isLeadSurrogate) ?? false
        if isCut { units.removeLast() }
        rest = Array(bytes[(units.count * 2)...])
        var decoded: [UInt8] = []
        let isBroken = transcode(units.makeIterator(), from: UTF16.self, to: UTF8.self, stoppingOnError: true) { decoded.append($0) }
        guard !isBroken, !decoded.contains(0) else { throw SpreadsheetError(.unknownEncoding) }
        return decoded
    }
}
