import Crypto
import Foundation
import ServiceKit

/// `Upload-Checksum`: an algorithm and the digest of one request's bytes in Base64.
struct UploadChecksum: Sendable, Equatable {
    enum Algorithm: String, CaseIterable, Sendable {
        case sha256, sha1, md5

        /// Bytes of a digest.
        var size: Int {
            switch self {
            case .sha256: 32
            case .sha1: 20
            case .md5: 16
            }
        }

        func begin() -> RunningDigest {
            switch self {
            case .sha256: .sha256(SHA256())
            case .sha1: .sha1(Insecure.SHA1())
            case .md5: .md5(Insecure.MD5())
            }
        }
    }

    let algorithm: Algorithm
    let digest: [UInt8]

    /// Throws 400 for another algorithm or what is no digest of it.
    init(_ header: String) throws {
        let words = header.split(separator: " ")
        guard words.count == 2, let algorithm = Algorithm(rawValue: words[0].lowercased()),
            let digest = Data(base64Encoded: String(words[1])),
            digest.count == algorithm.size
        else {
            let known = Algorithm.allCases.map(\.rawValue).joined(separator: ", ")
            throw Problem.malformed(
                Bilingual(
                    vi: "Upload-Checksum phải là một trong \(known), kèm mã kiểm dạng Base64.",
                    en: "Upload-Checksum must be one of \(known) with its digest in Base64."))
        }
        self.algorithm = algorithm
        self.digest = Array(digest)
    }
}
