import Crypto
import Foundation

/// The secret of a program's key: 256 random bits, which only the program keeps; the database has their hash. Its beginning tells whoever finds one
/// in a file or a log whose it is.
struct ProgramSecret: Sendable {
    private static let beginning = "caunoi_"

    private let bytes: Data

    /// A new one.
    init() {
        bytes = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }
    }

    /// As a program sends it; nil where it is none of ours.
    init?(_ text: String) {
        guard text.hasPrefix(Self.beginning), text.utf8.count == Self.beginning.utf8.count + 43,
            let bytes = Data(base64URL: String(text.dropFirst(Self.beginning.count))), bytes.count == 32
        else { return nil }
        self.bytes = bytes
    }

    var text: String { Self.beginning + bytes.base64URL }

    /// What is stored. So many random bits need no slow hash.
    var hash: Data { Data(SHA256.hash(data: bytes)) }
}
