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
        let padded = cookie.replacing("-", with: "+").replacing("_", with: "/") + "="
        guard cookie.utf8.count == 43, let bytes = Data(base64Encoded: padded), bytes.count == 32 else { return nil }
        self.bytes = bytes
    }

    var cookie: String {
        bytes.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// What is stored.
    var hash: Data { Data(SHA256.hash(data: bytes)) }
}
