/// The tables that the conductor makes (`tables.sql`), as far as their sizes matter here.
enum BenchmarkTables {
    /// Accounts are numbered from 1.
    static let accounts = 100_000
    /// As long as the text that pgbench is given.
    static let note = "A line of forty letters for every entry."
}

/// Cheap random numbers, one source a caller (SplitMix64): the system's own takes a system call a number.
struct Dice: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: Int) {
        state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
