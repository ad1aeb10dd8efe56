package import HTTPTypes

extension HTTPField.Name {
    /// The short name of the request, for people who ask for help.
    package static let requestReference = name("X-Request-Reference")
    static let idempotencyKey = name("Idempotency-Key")
    /// Says that an answer is the first one's, given again.
    static let idempotencyReplayed = name("Idempotency-Replayed")
    static let xForwardedFor = name("X-Forwarded-For")
    static let xForwardedProto = name("X-Forwarded-Proto")
    static let secFetchSite = name("Sec-Fetch-Site")
    static let referrerPolicy = name("Referrer-Policy")
    static let permissionsPolicy = name("Permissions-Policy")
    static let crossOriginOpenerPolicy = name("Cross-Origin-Opener-Policy")
    /// Asks for a panel alone, without the page around it.
    package static let fragment = name("X-Fragment")
    /// The code under which what was typed into a form is kept, for its script.
    package static let draftCode = name("X-Draft-Code")

    private static func name(_ text: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(text) else { preconditionFailure("\(text) is not a header's name") }
        return name
    }
}
