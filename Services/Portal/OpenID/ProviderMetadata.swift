/// What a provider says of itself (OpenID Connect Discovery 1.0, section 3).
struct ProviderMetadata: Decodable, Sendable {
    let issuer: String
    let authorizationEndpoint: String
    let tokenEndpoint: String
    let jwksURI: String
    let userinfoEndpoint: String?
    private let challengeMethods: [String]?
    private let tokenAuthentication: [String]?
    private let namesIssuer: Bool?

    enum CodingKeys: String, CodingKey {
        case issuer
        case authorizationEndpoint = "authorization_endpoint"
        case tokenEndpoint = "token_endpoint"
        case jwksURI = "jwks_uri"
        case userinfoEndpoint = "userinfo_endpoint"
        case challengeMethods = "code_challenge_methods_supported"
        case tokenAuthentication = "token_endpoint_auth_methods_supported"
        case namesIssuer = "authorization_response_iss_parameter_supported"
    }

    /// Whether its answers name it (RFC 9207), so that one that does not is another's.
    var namesItselfInAnswers: Bool { namesIssuer ?? false }

    /// Whether the client's secret goes into the body: only where the provider takes it no other way (Core 1.0, section 9).
    var wantsSecretInBody: Bool {
        guard let tokenAuthentication else { return false }
        return !tokenAuthentication.contains("client_secret_basic") && tokenAuthentication.contains("client_secret_post")
    }

    /// Throws where it is not the one asked for, or nothing can be sent there safely.
    func check(_ settings: OpenIDSettings) throws(OpenIDFault) {
        let addresses = [authorizationEndpoint, tokenEndpoint, jwksURI] + [userinfoEndpoint].compactMap(\.self)
        guard issuer == settings.issuer, addresses.allSatisfy(OpenIDSettings.isSafe), challengeMethods?.contains("S256") ?? true else {
            throw .invalid
        }
    }
}
