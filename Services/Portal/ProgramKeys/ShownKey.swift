import Foundation
import HTTPTypes
import Hummingbird
import Models
import ServiceKit

/// What a program sends to get a token: a form, with the key in it or in `Authorization: Basic` (RFC 6749 §2.3.1, §4.4.2).
struct ShownKey: Sendable {
    let id: ProgramKeyID
    /// Nil where it cannot be one of ours.
    let secret: ProgramSecret?
    /// The names of the rights that are asked for; nil for all that the key has.
    let wanted: [String]?

    /// Throws as RFC 6749 §5.2 says, 415 for another body than a form.
    static func read(_ request: Request) async throws -> ShownKey {
        guard case .object(let form) = try await request.form(maximum: 8_192) else { throw missing("grant_type") }
        func field(_ name: String) throws -> String? {
            switch form[name] {
            case nil, .null?: return nil
            case .field(let text)?, .string(let text)?: return text
            case .some: throw TokenProblem.invalidRequest(vi: "Mục \(name) bị lặp lại.", en: "The field \(name) is given twice.")
            }
        }
        guard let grant = try field("grant_type") else { throw missing("grant_type") }
        guard grant == "client_credentials" else { throw TokenProblem.unsupportedGrantType }
        let inForm = (id: try field("client_id"), secret: try field("client_secret"))
        let credentials: (id: String, secret: String)
        if let header = request.headers[.authorization] {
            guard inForm.secret == nil else {
                throw TokenProblem.invalidRequest(
                    vi: "Chỉ gửi khóa một cách: trong tiêu đề Authorization hoặc trong biểu mẫu.",
                    en: "Send the key in one way: in the header Authorization or in the form.")
            }
            guard let basic = basic(header), inForm.id == nil || inForm.id == basic.id else { throw TokenProblem.invalidClient }
            credentials = basic
        } else {
            guard let id = inForm.id, let secret = inForm.secret else { throw TokenProblem.invalidClient }
            credentials = (id, secret)
        }
        guard let id = ProgramKeyID(credentials.id) else { throw TokenProblem.invalidClient }
        return ShownKey(
            id: id, secret: ProgramSecret(credentials.secret), wanted: try field("scope")?.split(separator: " ").map(String.init))
    }

    /// RFC 7617, each half written as a form's field is.
    private static func basic(_ header: String) -> (id: String, secret: String)? {
        guard header.prefix(6).lowercased() == "basic ",
            let bytes = Data(base64Encoded: header.dropFirst(6).trimmingCharacters(in: .whitespaces)),
            let colon = bytes.firstIndex(of: UInt8(ascii: ":")),
            let id = try? FormParser.fields(bytes[..<colon]).first?.name,
            let secret = try? FormParser.fields(bytes[(colon + 1)...]).first?.name
        else { return nil }
        return (id, secret)
    }

    private static func missing(_ name: String) -> Problem {
        TokenProblem.invalidRequest(vi: "Thiếu mục \(name).", en: "The field \(name) is missing.")
    }
}
