/// The text of a statement: pieces of the program's own literals, and between them the places of values. Nothing that comes at run time gets into it.
///
/// `@unchecked Sendable`: literals are there for as long as the program runs, and nobody writes them.
struct SQLText: Equatable, ExpressibleByStringLiteral, @unchecked Sendable {
    /// A literal, by where it lies; or the place of a value.
    private struct Piece: Equatable {
        let start: UnsafePointer<UInt8>?
        let length: Int

        static var value: Piece { Piece(start: nil, length: 0) }
    }

    private var pieces: [Piece] = []

    init() {}

    init(stringLiteral literal: StaticString) {
        append(literal)
    }

    /// Makes room for the pieces of a text with so many values.
    mutating func reserve(values count: Int) {
        pieces.reserveCapacity(2 * count + 1)
    }

    mutating func append(_ literal: StaticString) {
        guard literal.utf8CodeUnitCount > 0 else { return }
        pieces.append(Piece(start: literal.utf8Start, length: literal.utf8CodeUnitCount))
    }

    mutating func appendValue() {
        pieces.append(.value)
    }

    mutating func append(_ other: SQLText) {
        pieces += other.pieces
    }

    /// As the server reads it: the values are `$1`, `$2` …
    var string: String {
        var text = ""
        var number = 0
        for piece in pieces {
            if let start = piece.start {
                text += String(decoding: UnsafeBufferPointer(start: start, count: piece.length), as: UTF8.self)
            } else {
                number += 1
                text += "$\(number)"
            }
        }
        return text
    }

    /// Of equal texts the same. Equal are those made of the same literals, which is more than to read the same.
    var mark: Int {
        var mark: UInt = 0
        for piece in pieces {
            mark = (mark ^ UInt(bitPattern: piece.start)) &* 0x9E37_79B9_7F4A_7C15
            mark = (mark << 29 | mark >> 35) &+ UInt(piece.length)
        }
        return Int(bitPattern: mark)
    }

    /// Whether its first literal begins with one of these words, in small letters or capitals.
    func begins(with words: [StaticString]) -> Bool {
        guard let first = pieces.first, let start = first.start else { return false }
        let letters = UnsafeBufferPointer(start: start, count: first.length).drop { $0 == 0x20 || $0 == 0x0A || $0 == 0x09 || $0 == 0x0D }
        return words.contains { word in
            word.withUTF8Buffer { wanted in letters.count >= wanted.count && zip(letters, wanted).allSatisfy { $0 | 0x20 == $1 } }
        }
    }
}
