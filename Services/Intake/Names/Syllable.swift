/// A syllable of a Vietnamese name, folded: `huong`, `nguyen`. Names of other peoples (`kdam`, `yuen`) are read as far as the pattern goes.
struct Syllable: Equatable, Sendable {
    let text: String
    /// The consonants it begins with; empty for `an`.
    let initial: Substring
    /// The vowels and what closes them.
    let rhyme: Substring

    init(_ text: String) {
        self.text = text
        let head = Self.initials.first { text.hasPrefix($0) && text.count > $0.count } ?? ""
        // `gi` alone is g and i.
        initial = text.prefix(head.count)
        rhyme = text.dropFirst(head.count)
    }

    /// Whether Vietnamese has it: a typing error mostly makes something that it has not.
    var isWord: Bool { Self.rhymes.contains(String(rhyme)) }

    /// What is left of it where ch is said as tr, s as x, d and gi as r, l as n, -n as -ng, -t as -c, and i is written y: the confusions of the
    /// regions, in speech and so in writing.
    var sound: String {
        let rhyme = String(decoding: rhyme.utf8.map { $0 == UInt8(ascii: "y") ? UInt8(ascii: "i") : $0 }, as: UTF8.self)
        return (Self.spoken[initial] ?? String(initial)) + Self.closed(rhyme)
    }

    private static func closed(_ rhyme: String) -> String {
        for (written, said) in endings where rhyme.hasSuffix(written) { return rhyme.dropLast(written.count) + said }
        return rhyme
    }

    private static let spoken: [Substring: String] = [
        "ch": "c", "tr": "c", "s": "x", "gi": "d", "r": "d", "l": "n", "gh": "g", "ngh": "ng", "k": "k", "c": "k", "q": "k",
    ]

    private static let endings = [(written: "ng", said: "n"), ("nh", "n"), ("ch", "t"), ("c", "t")]

    /// The longest first.
    private static let initials = [
        "ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "th", "tr", "b", "c", "d", "g", "h", "k", "l", "m", "n", "p", "q", "r", "s", "t",
        "v",
        "x",
    ]

    private static let rhymes = Set(
        """
        a ac ach ai am an ang anh ao ap at au ay e ec ech em en eng enh eo ep et eu i ia ich iec iem ien ieng iep iet ieu im in inh ip it iu \
        o oa oac oach oai oam oan oang oanh oao oap oat oay oc oe oen oeo oet oi om on ong op ot u ua uan uang uat uay uc ue uech uen uenh ui \
        um un ung uo uoc uoi uom uon uong uop uot uou up ut uu uy uya uych uyen uyet uynh uyt uyu y yem yen yet yeu
        """.split(separator: " ").map(String.init))
}
