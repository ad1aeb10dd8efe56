import Crypto
import Foundation

/// A code that stands in once for a lost second factor: 80 random bits in letters and digits that are not mistaken for each other. The database has
/// their hashes only.
struct RecoveryCode: Sendable {
    static let count = 10
    private static let letters = Array("abcdefghijkmnpqrstuvwxyz23456789")

    /// As it is shown: four groups of four.
    let text: String

    /// A new one.
    init() {
        var generator = SystemRandomNumberGenerator()
        text = (0..<4).map { _ in
            String((0..<4).map { _ in Self.letters[Int.random(in: 0..<Self.letters.count, using: &generator)] })
        }.joined(separator: "-")
    }

    /// As it was typed; nil where it cannot be one.
    init?(typed: String) {
        let plain = typed.lowercased().filter { !$0.isWhitespace && $0 != "-" }
        guard plain.count == 16, plain.allSatisfy(Self.letters.contains) else { return nil }
        text = stride(from: 0, to: 16, by: 4).map { String(plain.dropFirst($0).prefix(4)) }.joined(separator: "-")
    }

    /// What is stored.
    var hash: Data { Data(SHA256.hash(data: Data("recovery:\(text)".utf8))) }
}
