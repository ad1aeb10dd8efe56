import Models
import ServiceKit

/// What is said of a paper when it is sent.
struct PaperFacts: Sendable, Equatable {
    let `case`: CaseID
    /// From the rule pack.
    let kind: String
    /// Cleaned for people to see.
    let filename: String
    /// Lower-case hexadecimal, if announced.
    let sha256: String?

    init(case: CaseID, kind: String, filename: String, sha256: String? = nil) {
        self.case = `case`
        self.kind = kind
        self.filename = filename
        self.sha256 = sha256
    }

    /// From the pairs of `Upload-Metadata`. Throws 422 with every bad field.
    init(_ metadata: UploadMetadata?) throws {
        var members: [String: JSONValue] = [:]
        for key in ["case", "kind", "filename", "sha256"] { members[key] = metadata?.text(key).map(JSONValue.string) }
        // Browsers' libraries also call it `name`.
        members["filename"] = members["filename"] ?? metadata?.text("name").map(JSONValue.string)
        let fields = FieldReader(.object(members))
        let id = fields.id("case", CaseID.self)
        let kind = fields.string("kind", in: 1...100)
        let name = fields.string("filename", in: 1...1_000)
        let digest = fields.optionalString("sha256", in: 64...64)?.lowercased()
        if let digest, !digest.allSatisfy({ $0.isASCII && $0.isHexDigit }) {
            fields.fail("sha256", code: "not_a_digest", vi: "Không phải SHA-256 dạng thập lục phân.", en: "Not a SHA-256 in hexadecimal.")
        }
        try fields.finish()
        self.init(case: id, kind: kind, filename: FileName(claimed: name).text, sha256: digest)
    }
}
