import CryptoExtras
import Foundation

/// A password's scrypt hash (RFC 7914) in the PHC string format, `$scrypt$ln=17,r=8,p=1$<salt>$<hash>`: each hash says what it cost.
struct PasswordHash: Hashable, Sendable {
    let text: String

    /// What a hash costs to make.
    struct Cost: Hashable, Sendable {
        /// The base-2 logarithm of N; memory is 128 · N · r bytes.
        var logN: Int
        var blockSize = 8
        var parallelism = 1

        /// OWASP's Password Storage Cheat Sheet (2025): N = 2¹⁷, r = 8, p = 1; 128 MiB and about a third of a second.
        static let current = Cost(logN: 17)
    }

    private static let length = 32

    init(text: String) {
        self.text = text
    }

    /// Hashes a password with a fresh salt of 128 bits. Slow, and large: see ``PasswordHasher``.
    init(of password: String, cost: Cost) throws {
        var generator = SystemRandomNumberGenerator()
        let salt = Data((0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
        let hash = try Self.derive(password, salt: salt, cost: cost)
        text = "$scrypt$ln=\(cost.logN),r=\(cost.blockSize),p=\(cost.parallelism)$\(Self.encode(salt))$\(Self.encode(hash))"
    }

    /// The cost it was made at; nil where it is no hash of ours.
    var cost: Cost? { parts?.cost }

    /// Whether `password` is the one. The comparison takes the same time wherever they differ.
    func holds(_ password: String) throws -> Bool {
        guard let parts else { return false }
        let derived = try Self.derive(password, salt: parts.salt, cost: parts.cost)
        guard derived.count == parts.hash.count else { return false }
        return zip(derived, parts.hash).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private var parts: (cost: Cost, salt: Data, hash: Data)? {
        let fields = text.split(separator: "$")
        guard fields.count == 4, fields[0] == "scrypt", let salt = Self.decode(fields[2]), let hash = Self.decode(fields[3]) else {
            return nil
        }
        let numbers = fields[1].split(separator: ",").map { $0.split(separator: "=") }
        guard numbers.map(\.first) == ["ln", "r", "p"] else { return nil }
        let values = numbers.compactMap { $0.last.flatMap { Int($0) } }
        guard values.count == 3, (1...24).contains(values[0]), (1...32).contains(values[1]), (1...16).contains(values[2]) else {
            return nil
        }
        return (Cost(logN: values[0], blockSize: values[1], parallelism: values[2]), salt, hash)
    }

    /// Passwords are compared composed (NFC), as SP 800-63B asks, however a keyboard sends their accents.
    private static func derive(_ password: String, salt: Data, cost: Cost) throws -> Data {
        let key = try KDF.Scrypt.deriveKey(
            from: Data(password.precomposedStringWithCanonicalMapping.utf8), salt: salt, outputByteCount: length, rounds: 1 << cost.logN,
            blockSize: cost.blockSize, parallelism: cost.parallelism)
        return key.withUnsafeBytes { Data($0) }
    }

    private static func encode(_ data: Data) -> String { data.base64EncodedString().replacing("=", with: "") }

    private static func decode(_ text: Substring) -> Data? {
        Data(base64Encoded: text + String(repeating: "=", count: (4 - text.count % 4) % 4))
    }
}
