import HTTPTypes

extension Problem {
    /// 422: these fields are wrong.
    package static func validation(_ errors: [FieldError]) -> Problem {
        Problem(
            "validation", status: .unprocessableContent,
            title: Bilingual(vi: "Dữ liệu chưa đúng", en: "Some fields are wrong"),
            detail: Bilingual(vi: "Có \(errors.count) mục cần sửa.", en: "Fields to mend: \(errors.count)."), errors: errors)
    }

    /// 400: the body or a header cannot be read at all.
    package static func malformed(_ detail: Bilingual) -> Problem {
        Problem(
            "malformed", status: .badRequest, title: Bilingual(vi: "Yêu cầu không đọc được", en: "The request cannot be read"),
            detail: detail)
    }

    /// 401: no token, or one that does not hold. `error` is RFC 6750's, as `invalid_token`.
    package static func unauthorized(_ detail: Bilingual? = nil, error: String? = nil) -> Problem {
        let challenge = #"Bearer realm="caunoi""# + (error.map { #", error="\#($0)""# } ?? "")
        return Problem(
            "unauthorized", status: .unauthorized, title: Bilingual(vi: "Cần đăng nhập", en: "You need to sign in"),
            detail: detail
                ?? Bilingual(
                    vi: "Hãy gửi token trong tiêu đề Authorization: Bearer, hoặc đăng nhập.",
                    en: "Send a token in the header Authorization: Bearer, or sign in."),
            headers: [.wwwAuthenticate: challenge])
    }

    /// 403: known, but not allowed.
    package static func forbidden(_ detail: Bilingual? = nil) -> Problem {
        Problem(
            "forbidden", status: .forbidden, title: Bilingual(vi: "Không được phép", en: "Not allowed"),
            detail: detail ?? Bilingual(vi: "Vai trò của bạn không cho phép việc này.", en: "Your role does not allow this."))
    }

    /// 404: not here, or another tenant's.
    package static func notFound(_ detail: Bilingual? = nil) -> Problem {
        Problem("not-found", status: .notFound, title: Bilingual(vi: "Không tìm thấy", en: "Not found"), detail: detail)
    }

    /// 409: what is asked does not go with the state of the thing.
    package static func conflict(_ detail: Bilingual) -> Problem {
        Problem(
            "conflict", status: .conflict,
            title: Bilingual(vi: "Không hợp với trạng thái hiện tại", en: "It does not fit the present state"),
            detail: detail)
    }

    /// 412: changed by someone else since it was read.
    package static func preconditionFailed() -> Problem {
        Problem(
            "precondition-failed", status: .preconditionFailed,
            title: Bilingual(vi: "Đã có người sửa trước", en: "It has changed meanwhile"),
            detail: Bilingual(
                vi: "Nội dung đã thay đổi từ khi bạn đọc. Hãy tải lại rồi thử lại.",
                en: "It has changed since you read it. Read it again, then retry.")
        )
    }

    /// 428: a change needs If-Match.
    package static func preconditionRequired() -> Problem {
        Problem(
            "precondition-required", status: .preconditionRequired, title: Bilingual(vi: "Thiếu If-Match", en: "If-Match is missing"),
            detail: Bilingual(
                vi: "Hãy gửi tiêu đề If-Match với ETag của bản bạn đã đọc.", en: "Send If-Match with the ETag of what you read."))
    }

    /// 415: a body of another type than the route takes.
    package static func unsupportedMediaType(expected: String = "application/json") -> Problem {
        Problem(
            "unsupported-media-type", status: .unsupportedMediaType,
            title: Bilingual(vi: "Sai kiểu nội dung", en: "Wrong content type"),
            detail: Bilingual(vi: "Cần Content-Type: \(expected).", en: "Content-Type must be \(expected)."),
            headers: [.accept: expected])
    }

    /// 413: a body of more than `maximum` bytes.
    package static func tooLarge(maximum: Int? = nil) -> Problem {
        Problem(
            "too-large", status: .contentTooLarge, title: Bilingual(vi: "Nội dung quá lớn", en: "The body is too large"),
            detail: maximum.map { Bilingual(vi: "Tối đa \($0) byte.", en: "At most \($0) bytes.") })
    }

    /// 408: a body that comes too slowly to wait for; the line is closed.
    package static func tooSlow() -> Problem {
        Problem(
            "too-slow", status: .requestTimeout, title: Bilingual(vi: "Nội dung gửi quá chậm", en: "The body came too slowly"),
            detail: Bilingual(
                vi: "Đường truyền quá chậm hoặc bị ngắt. Hãy gửi lại.", en: "The line is too slow, or broke. Send it again."),
            headers: [.connection: "close"])
    }

    /// 429: too often; try again after `seconds`.
    package static func tooManyRequests(retryAfter seconds: Int) -> Problem {
        Problem(
            "too-many-requests", status: .tooManyRequests, title: Bilingual(vi: "Quá nhiều yêu cầu", en: "Too many requests"),
            detail: Bilingual(vi: "Hãy thử lại sau \(seconds) giây.", en: "Try again after \(seconds) seconds."),
            headers: [.retryAfter: String(seconds)])
    }

    /// 503: the database or the broker is away; try again.
    package static func unavailable(_ detail: Bilingual? = nil, retryAfter seconds: Int = 5) -> Problem {
        Problem(
            "unavailable", status: .serviceUnavailable, title: Bilingual(vi: "Tạm thời chưa dùng được", en: "Not available for the moment"),
            detail: detail ?? Bilingual(vi: "Hãy thử lại sau \(seconds) giây.", en: "Try again after \(seconds) seconds."),
            headers: [.retryAfter: String(seconds)])
    }

    /// 500: a fault of ours; the log has it under the reference.
    package static func internalError() -> Problem {
        Problem(
            "internal", status: .internalServerError, title: Bilingual(vi: "Lỗi hệ thống", en: "A fault of ours"),
            detail: Bilingual(
                vi: "Đã có lỗi. Hãy thử lại; nếu vẫn lỗi, báo mã tham chiếu cho người quản trị.",
                en: "Something failed. Try again; if it stays, tell the administrator the reference."))
    }

    /// Any status that the HTTP library itself answered with.
    static func plain(_ status: HTTPResponse.Status, detail: String?) -> Problem {
        switch status {
        case .notFound: .notFound()
        case .unauthorized: .unauthorized()
        case .forbidden: .forbidden()
        case .contentTooLarge: .tooLarge()
        case .unsupportedMediaType: .unsupportedMediaType()
        default:
            Problem(
                "http-\(status.code)", status: status, title: Bilingual(stringLiteral: status.reasonPhrase),
                detail: detail.map { Bilingual(stringLiteral: $0) })
        }
    }
}
