/// Chance that comes out the same for the same seed, on every machine and in every version of Swift: SplitMix64 (Steele, Lea, Flood 2014) and
/// draws of our own on top of it.
struct Dice: Sendable {
    private var state: UInt64

    /// A stream of its own for each list of numbers: drawing case 7 needs no draw of the six before it.
    init(_ parts: UInt64...) {
        state = 0
        for part in parts { state = Self.mix(state &+ Self.step) ^ Self.mix(part &+ Self.step) }
    }

    private static let step: UInt64 = 0x9E37_79B9_7F4A_7C15

    /// The next 64 bits.
    mutating func next() -> UInt64 {
        state &+= Self.step
        return Self.mix(state)
    }

    /// From 0 to below 1.
    mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// True in that share of all draws.
    mutating func chance(_ share: Double) -> Bool { unit() < share }

    /// A whole number of the range, all alike.
    mutating func number(_ range: ClosedRange<Int>) -> Int { range.lowerBound + Int(unit() * Double(range.count)) }

    /// One of a list that is not empty, all alike.
    mutating func pick<Value>(_ values: [Value]) -> Value { values[Int(unit() * Double(values.count))] }

    /// One of a list by weight; the last where all weights are zero.
    mutating func pick<Value>(_ values: [Weighted<Value>]) -> Value {
        var rest = unit() * values.reduce(0) { $0 + $1.weight }
        for value in values.dropLast() {
            rest -= value.weight
            if rest < 0 { return value.value }
        }
        return values[values.count - 1].value
    }

    private static func mix(_ value: UInt64) -> UInt64 {
        var mixed = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// A value and how often it comes, in relation to the others of its list.
struct Weighted<Value> {
    let value: Value
    let weight: Double

    init(_ value: Value, _ weight: Double) {
        self.value = value
        self.weight = weight
    }
}

extension Weighted: Sendable where Value: Sendable {}
