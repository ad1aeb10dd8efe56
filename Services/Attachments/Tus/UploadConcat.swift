import Models
import ServiceKit

/// `Upload-Concat`: whether an upload is a part, or is made of parts.
enum UploadConcat: Sendable, Equatable {
    case partial
    case final([UploadID])

    private static let most = 1_000

    /// Throws 400 where it is not well formed.
    init(_ header: String) throws {
        if header == "partial" {
            self = .partial
            return
        }
        guard header.hasPrefix("final;") else { throw Self.malformed }
        let ids = try header.dropFirst("final;".count).split(separator: " ").map(Self.id)
        guard (1...Self.most).contains(ids.count), Set(ids).count == ids.count else { throw Self.malformed }
        self = .final(ids)
    }

    /// As a header writes it; nil for a whole upload.
    static func header(of upload: Upload) -> String? {
        switch upload.shape {
        case .whole: nil
        case .partial: "partial"
        case .final: "final;" + upload.parts.map { "\(Tus.path)/\($0)" }.joined(separator: " ")
        }
    }

    /// Addresses may come with or without scheme and host.
    private static func id(_ address: Substring) throws -> UploadID {
        guard let slash = address.lastIndex(of: "/"), address[...slash].hasSuffix(Tus.path + "/"),
            let id = UploadID(address[address.index(after: slash)...])
        else { throw malformed }
        return id
    }

    private static let malformed = Problem.malformed(
        Bilingual(
            vi: "Upload-Concat phải là “partial” hoặc “final;” kèm địa chỉ các phần, mỗi phần một lần.",
            en: "Upload-Concat must be “partial”, or “final;” with the addresses of the parts, each once."))
}
