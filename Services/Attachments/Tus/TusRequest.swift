import HTTPTypes
import Hummingbird
import ServiceKit

/// Reading the protocol's headers. Everything throws 400 where a header is not well formed.
extension Request {
    /// Throws 412 for another version of the protocol, or none.
    func requireTus() throws {
        guard headers[.tusResumable] == Tus.version else { throw TusProblem.wrongVersion }
    }

    /// A number of bytes; nil without the header.
    func bytes(_ name: HTTPField.Name) throws -> Int? {
        guard let text = headers[name] else { return nil }
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(text) else {
            throw Problem.malformed(Bilingual(vi: "\(name) không phải số byte.", en: "\(name) is not a number of bytes."))
        }
        return number
    }

    /// The upload's length at its creation; nil where it comes later.
    func uploadLength() throws -> Int? {
        let length = try bytes(.uploadLength)
        switch (length, headers[.uploadDeferLength]) {
        case (.some, nil), (nil, "1"): return length
        default:
            throw Problem.malformed(
                Bilingual(
                    vi: "Cần đúng một trong Upload-Length và Upload-Defer-Length: 1.",
                    en: "Exactly one of Upload-Length and Upload-Defer-Length: 1 is needed."))
        }
    }

    func uploadMetadata() throws -> UploadMetadata? { try headers[.uploadMetadata].map { try UploadMetadata($0) } }

    func uploadChecksum() throws -> UploadChecksum? { try headers[.uploadChecksum].map { try UploadChecksum($0) } }

    func uploadConcat() throws -> UploadConcat? { try headers[.uploadConcat].map { try UploadConcat($0) } }

    /// Whether a body is said to come.
    func bringsBytes() throws -> Bool {
        try (bytes(.contentLength) ?? 0) > 0 || headers[.transferEncoding] != nil
    }
}
