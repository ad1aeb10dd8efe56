import Crypto
import NIOCore

/// A digest that grows with the bytes.
enum RunningDigest: Sendable {
    case sha256(SHA256)
    /// For clients that know nothing better: against accidents on the way only.
    case sha1(Insecure.SHA1)
    case md5(Insecure.MD5)

    mutating func update(_ bytes: ByteBuffer) {
        bytes.withUnsafeReadableBytes { bytes in
            switch self {
            case .sha256(var hash):
                hash.update(bufferPointer: bytes)
                self = .sha256(hash)
            case .sha1(var hash):
                hash.update(bufferPointer: bytes)
                self = .sha1(hash)
            case .md5(var hash):
                hash.update(bufferPointer: bytes)
                self = .md5(hash)
            }
        }
    }

    func finish() -> [UInt8] {
        switch self {
        case .sha256(let hash): Array(hash.finalize())
        case .sha1(let hash): Array(hash.finalize())
        case .md5(let hash): Array(hash.finalize())
        }
    }
}
