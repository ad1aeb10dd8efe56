package import HTTPTypes

/// What went wrong with a request, as the caller is told (RFC 9457). Thrown anywhere below a route; the house turns it into an answer.
package struct Problem: Error, Sendable {
    /// The last part of `type`, `urn:caunoi:problem:<kind>`.
    package let kind: String
    package let status: HTTPResponse.Status
    package let title: Bilingual
    package var detail: Bilingual?
    package var errors: [FieldError] = []
    /// Headers that belong to this problem, as `WWW-Authenticate`.
    package var headers: HTTPFields = [:]
    /// What OAuth calls it where a token is asked for (RFC 6749 §5.2): the member `error` beside those of RFC 9457.
    package var error: String?

    package init(
        _ kind: String, status: HTTPResponse.Status, title: Bilingual, detail: Bilingual? = nil, errors: [FieldError] = [],
        headers: HTTPFields = [:], error: String? = nil
    ) {
        self.kind = kind
        self.status = status
        self.title = title
        self.detail = detail
        self.errors = errors
        self.headers = headers
        self.error = error
    }

    /// The problem's URI.
    package var type: String { "urn:caunoi:problem:\(kind)" }
}
