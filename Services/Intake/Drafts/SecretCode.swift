import Crypto
import Foundation
import Models

/// A code that a person writes down: letters and digits that are not taken for each other (Crockford's base 32), in groups of four. Five bits a
/// letter; only its digest is kept.
struct SecretCode: Hashable, Sendable {
    /// What finds a draft again: 100 bits.
    static let lettersOfDraft = 20
    /// What goes with a receipt's number: 80 bits.
    static let lettersOfReceipt = 16

    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    private let letters: [Character]

    static func new(letters count: Int) -> SecretCode {
        var generator = SystemRandomNumberGenerator()
        return SecretCode(letters: (0..<count).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &generator)] })
    }

    /// The same of the same secret: what can be made again need not be kept.
    init(letters count: Int, of secret: String) {
        let bytes = Array(SHA256.hash(data: Data(secret.utf8)))
        letters = bytes.prefix(count).map { Self.alphabet[Int($0) % Self.alphabet.count] }
    }

    /// What somebody typed: in any case, with or without its hyphens, O for 0 and I or L for 1. Nil where it is none.
    init?(_ typed: String, letters count: Int) {
        let plain = typed.uppercased().filter { !$0.isWhitespace && $0 != "-" }.map { Self.meant[$0] ?? $0 }
        guard plain.count == count, plain.allSatisfy(Self.alphabet.contains) else { return nil }
        letters = plain
    }

    private init(letters: [Character]) {
        self.letters = letters
    }

    /// As it is shown: `7F3K-2M9Q-…`.
    var text: String {
        stride(from: 0, to: letters.count, by: 4).map { String(letters[$0..<min($0 + 4, letters.count)]) }.joined(separator: "-")
    }

    /// What is kept of it.
    var digest: Data { Data(SHA256.hash(data: Data(String(letters).utf8))) }

    private static let meant: [Character: Character] = ["O": "0", "I": "1", "L": "1"]
}
