import Models

/// A name as it was written, ready to be compared: folded (``NameKey``), in syllables, and with the traces by which like ones are found.
struct Spelling: Hashable, Sendable {
    /// The folded name, `tran thi thu huong`.
    let key: String

    init(key: String) {
        self.key = key
    }

    var syllables: [Syllable] { key.split(separator: " ").map { Syllable(String($0)) } }

    /// Without spaces, and with i for y: `tranthithuhuong`.
    var letters: [UInt8] { key.utf8.compactMap { $0 == UInt8(ascii: " ") ? nil : $0 == UInt8(ascii: "y") ? UInt8(ascii: "i") : $0 } }

    /// Its syllables whatever their order.
    var ordered: String { key.split(separator: " ").sorted().joined(separator: " ") }

    /// How it is said.
    var sound: String { syllables.map(\.sound).joined() }

    /// Kept beside the name.
    var kept: [Int64] { traces(short: Trace.shorter, whole: Trace.whole) }

    /// Looked for among those that are kept: two names share one where they differ in the order of their syllables, in spaces, in i and y, by a
    /// letter more, less, changed or moved, by a syllable in the middle, or by a confusion of sounds.
    var asked: [Int64] { traces(short: Trace.whole, whole: Trace.shorter) }

    private enum Trace: UInt8 {
        case ordered = 1
        case letters, sound, whole, shorter
    }

    private func traces(short: Trace, whole: Trace) -> [Int64] {
        let syllables = key.split(separator: " ").map(String.init)
        var found: Set<Int64> = [Self.trace(.ordered, ordered.utf8), Self.trace(.sound, sound.utf8)]
        // Without each of the letters, and with all: what stands before the one that is left out is read once.
        let letters = letters
        var before = TraceHash(Trace.letters.rawValue)
        for place in letters.indices {
            var hash = before
            for letter in letters[(place + 1)...] { hash.add(letter) }
            found.insert(hash.value)
            before.add(letters[place])
        }
        found.insert(before.value)
        found.insert(Self.trace(whole, key.utf8))
        for place in syllables.indices.dropFirst().dropLast() {
            var rest = syllables
            rest.remove(at: place)
            found.insert(Self.trace(short, rest.joined(separator: " ").utf8))
        }
        return found.sorted()
    }

    private static func trace(_ kind: Trace, _ bytes: some Sequence<UInt8>) -> Int64 {
        var hash = TraceHash(kind.rawValue)
        for byte in bytes { hash.add(byte) }
        return hash.value
    }
}

/// FNV-1a of 64 bits: kept in a table, so it must be the same everywhere and for ever.
private struct TraceHash {
    private var state: UInt64 = 0xcbf2_9ce4_8422_2325

    init(_ kind: UInt8) {
        add(kind)
    }

    mutating func add(_ byte: UInt8) { state = (state ^ UInt64(byte)) &* 0x100_0000_01b3 }

    var value: Int64 { Int64(bitPattern: state) }
}
