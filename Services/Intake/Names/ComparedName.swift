/// A name that is compared with many: what the comparison needs of it is made once.
struct ComparedName: Sendable {
    private let spelling: Spelling
    private let letters: [UInt8]
    private let ordered: String
    private let sound: String
    private let syllables: [Syllable]

    init(_ spelling: Spelling) {
        self.spelling = spelling
        letters = spelling.letters
        ordered = spelling.ordered
        syllables = spelling.syllables
        sound = syllables.map(\.sound).joined()
    }

    /// How probable it is, from 0 to 1, that both are one name written differently. Weights of ours, tried on a labelled set
    /// (`MisspeltNames`); nothing in law sets them.
    func likeness(to other: Spelling) -> Double {
        if spelling.key == other.key { return 1 }
        let (mine, theirs) = (letters, other.letters)
        if mine == theirs || ordered == other.ordered { return 0.97 }
        let distance = mine.distance(to: theirs, atMost: 2)
        if distance == 1 {
            guard mine.count >= 6 else { return 0.6 }
            return isOtherName(than: other) ? Spelling.weak : 0.92
        }
        if sound == other.sound { return 0.85 }
        if distance == 2, mine.count >= 10 { return isOtherName(than: other) ? 0.6 : 0.8 }
        return spelling.isShorter(than: other) || other.isShorter(than: spelling) ? Spelling.weak : 0
    }

    /// Whether every syllable that differs is a word in both, as in `an` and `anh`: then they are two names rather than one mistyped.
    private func isOtherName(than other: Spelling) -> Bool {
        let (mine, theirs) = (syllables, other.syllables)
        guard mine.count == theirs.count else { return false }
        return zip(mine, theirs).allSatisfy { $0 == $1 || ($0.isWord && $1.isWord) }
    }

}

extension Spelling {
    /// Worth a look only where something else speaks for it: the year of birth, or the other side.
    static let weak = 0.7

    /// The likeness of two names that are compared once.
    func likeness(to other: Spelling) -> Double { ComparedName(self).likeness(to: other) }

    /// Whether it is the other without one syllable of the middle.
    fileprivate func isShorter(than other: Spelling) -> Bool {
        let (mine, theirs) = (key.split(separator: " "), other.key.split(separator: " "))
        guard mine.count >= 2, theirs.count == mine.count + 1, mine.first == theirs.first, mine.last == theirs.last else { return false }
        return theirs.indices.contains { place in
            var rest = theirs
            rest.remove(at: place)
            return rest == mine
        }
    }
}

extension Array<UInt8> {
    /// Letters to add, take away, change, or swap with their neighbour (optimal string alignment); `most` + 1 where it is more than `most`.
    func distance(to other: [UInt8], atMost most: Int) -> Int {
        guard abs(count - other.count) <= most else { return most + 1 }
        var before: [Int] = []
        var above = Array<Int>(0...other.count)
        for (row, letter) in enumerated() {
            var line = [row + 1]
            line.reserveCapacity(other.count + 1)
            for (column, theirs) in other.enumerated() {
                var best = Swift.min(above[column] + (letter == theirs ? 0 : 1), above[column + 1] + 1, line[column] + 1)
                if row > 0, column > 0, letter == other[column - 1], self[row - 1] == theirs {
                    best = Swift.min(best, before[column - 1] + 1)
                }
                line.append(best)
            }
            if line.min() ?? 0 > most { return most + 1 }
            (before, above) = (above, line)
        }
        return Swift.min(above[other.count], most + 1)
    }
}
