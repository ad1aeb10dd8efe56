import HTTPTypes
import ServiceKit

/// Why no token is given, with the word that OAuth has for it (RFC 6749 §5.2).
enum TokenProblem {
    /// Unknown, wrong, over and withdrawn are told apart by nobody.
    static let invalidClient = Problem(
        "invalid-client", status: .unauthorized, title: Bilingual(vi: "Khóa không hợp lệ", en: "The key is not valid"),
        detail: Bilingual(
            vi: "Mã khóa hoặc phần bí mật không đúng, hoặc khóa đã hết hạn hay bị thu hồi. Hãy hỏi quản trị viên của tổ chức.",
            en: "The key's id or its secret is wrong, or it is over or withdrawn. Ask the administrator of the organisation."),
        headers: [.wwwAuthenticate: #"Basic realm="caunoi", charset="UTF-8""#], error: "invalid_client")

    static func invalidScope(_ rights: [RightName]) -> Problem {
        let known = rights.map(\.rawValue).joined(separator: ", ")
        return problem(
            "invalid_scope", vi: "Phạm vi chỉ có thể là một phần của: \(known).", en: "The scope can only be a part of: \(known).")
    }

    static let unsupportedGrantType = problem(
        "unsupported_grant_type", vi: "grant_type phải là client_credentials.", en: "The grant_type must be client_credentials.")

    /// A parameter that is missing, given twice, or of no use here.
    static func invalidRequest(vi: String, en: String) -> Problem { problem("invalid_request", vi: vi, en: en) }

    private static func problem(_ error: String, vi: String, en: String) -> Problem {
        Problem(
            error.replacing("_", with: "-"), status: .badRequest,
            title: Bilingual(vi: "Yêu cầu cấp token chưa đúng", en: "The request for a token is wrong"), detail: Bilingual(vi: vi, en: en),
            error: error)
    }
}
