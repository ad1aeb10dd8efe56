import Crypto
import Foundation

/// The name of a session: 256 random bits, which only the browser keeps; the database has their hash.
struct SessionID: Sendable {
    private let bytes: Data

    /// A new one.
    init() {
        bytes = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }
    }

    /// Of a cookie; nil where it is none of ours.
    init?(cookie: String) {
        guard cookie.utf8.count == 43, let bytes = Data(base64URL: cookie), bytes.count == 32 else { return nil }
        self.bytes = bytes
    }

    var cookie: String { bytes.base64URL }

    /// What is stored.
    var hash: Data { Data(SHA256.hash(data: bytes)) }
}
