/// Short names for requests: ten characters that can be read out on the telephone (no i, l, o, u).
enum Reference {
    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    static func new() -> String {
        var generator = SystemRandomNumberGenerator()
        var bits: UInt64 = generator.next()
        return String(unsafeUninitializedCapacity: 10) { text in
            for place in 0..<10 {
                text[place] = alphabet[Int(bits & 31)]
                bits >>= 5
            }
            return 10
        }
    }
}
