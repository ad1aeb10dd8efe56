/// Short names for requests: ten characters that can be read out on the telephone (no i, l, o, u).
enum Reference {
    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz")

    static func new() -> String {
        var generator = SystemRandomNumberGenerator()
        var bits: UInt64 = generator.next()
        var reference = ""
        for _ in 0..<10 {
            reference.append(alphabet[Int(bits & 31)])
            bits >>= 5
        }
        return reference
    }
}
