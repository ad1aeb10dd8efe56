/// What two names have in common at a glance: a comparison that takes nanoseconds, before one that takes microseconds.
struct NameOutline: Sendable {
    /// How often each letter stands in the name, by the last five bits of its byte; i for y, without spaces.
    private var letters = SIMD32<Int8>()
    /// Its a, e, o and u in their order, folded into one number: no confusion of sounds changes them.
    private var vowels: UInt64 = 0

    /// - Parameter key: a folded name.
    init(_ key: String) {
        for byte in key.utf8 where byte != UInt8(ascii: " ") {
            let letter = byte == UInt8(ascii: "y") ? UInt8(ascii: "i") : byte
            letters[Int(letter & 31)] &+= 1
            switch letter {
            case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "o"), UInt8(ascii: "u"): vowels = vowels &* 131 &+ UInt64(letter)
            default: break
            }
        }
    }

    /// False only where ``ComparedName/likeness(to:)`` is 0 for certain: more than two letters differ, neither holds the other, and they sound different.
    func mayBe(_ other: NameOutline) -> Bool {
        if vowels == other.vowels { return true }
        let difference = letters &- other.letters
        let zero = SIMD32<Int8>()
        let (more, less) = (
            difference.replacing(with: zero, where: difference .< zero), difference.replacing(with: zero, where: difference .> zero)
        )
        let (added, taken) = (Int(more.wrappedSum()), -Int(less.wrappedSum()))
        return added == 0 || taken == 0 || added + taken <= 4
    }
}
