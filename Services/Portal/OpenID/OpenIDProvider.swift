import AsyncHTTPClient
import Crypto
import Foundation
import Models
import NIOCore
import NIOHTTP1
import Pages

/// Talks with the identity provider: where it is, whom it says has signed in.
actor OpenIDProvider {
    /// Seconds that what it says of itself is taken for true, and that its keys are not asked for again because of a token that they do not open.
    private static let metadataLife: TimeInterval = 3_600
    private static let shortestKeyLife: TimeInterval = 30
    private static let patience = TimeAmount.seconds(5)
    private static let largestAnswer = 1 << 20
    /// For good: it follows no redirect, so that a secret goes nowhere else.
    private static let client = HTTPClient(
        eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: .init(redirectConfiguration: .disallow))

    let settings: OpenIDSettings
    /// Where it sends people back to.
    let returnAddress: String
    private let clock: WallClock
    private var metadata: (value: ProviderMetadata, since: Date)?
    private var keys: (value: ProviderKeys, since: Date)?

    init(_ settings: OpenIDSettings, returnAddress: String, clock: WallClock = .system) {
        self.settings = settings
        self.returnAddress = returnAddress
        self.clock = clock
    }

    /// Where a browser is sent to sign in there (Core 1.0, 3.1.2.1). Throws ``OpenIDFault``.
    func address(of visit: OpenIDVisit, language: String) async throws -> String {
        let endpoint = try await known().authorizationEndpoint
        let query = Self.query([
            ("response_type", "code"), ("client_id", settings.clientID), ("redirect_uri", returnAddress), ("scope", "openid email profile"),
            ("state", visit.state), ("nonce", visit.nonce), ("code_challenge", visit.challenge), ("code_challenge_method", "S256"),
            ("ui_locales", language),
        ])
        return endpoint + (endpoint.contains("?") ? "&" : "?") + query
    }

    /// Who came back from there with `answer`. Throws ``OpenIDFault``.
    func person(of visit: OpenIDVisit, answer: OpenIDAnswer) async throws -> IDToken {
        let metadata = try await known()
        guard answer.state == visit.state else { throw OpenIDFault.stale }
        guard answer.issuer == settings.issuer || (answer.issuer == nil && !metadata.namesItselfInAnswers) else {
            throw OpenIDFault.invalid
        }
        guard let code = answer.code else { throw OpenIDFault.cancelled }
        let tokens = try await exchange(code, of: visit, at: metadata)
        let person = try await claims(of: tokens.idToken, at: metadata)
        try person.check(settings, nonce: visit.nonce, at: clock.now)
        return person
    }

    // MARK: Its endpoints

    private func known() async throws -> ProviderMetadata {
        if let metadata, clock.now.timeIntervalSince(metadata.since) < Self.metadataLife { return metadata.value }
        let base = settings.issuer.hasSuffix("/") ? String(settings.issuer.dropLast()) : settings.issuer
        let (status, body) = try await ask(HTTPClientRequest(url: base + "/.well-known/openid-configuration"))
        guard status == 200 else { throw OpenIDFault.away }
        guard let found = try? JSONDecoder().decode(ProviderMetadata.self, from: body) else { throw OpenIDFault.invalid }
        try found.check(settings)
        metadata = (found, clock.now)
        return found
    }

    private struct Tokens: Decodable {
        let idToken: String

        enum CodingKeys: String, CodingKey {
            case idToken = "id_token"
        }
    }

    /// Core 1.0, 3.1.3.1; RFC 7636, 4.5.
    private func exchange(_ code: String, of visit: OpenIDVisit, at metadata: ProviderMetadata) async throws -> Tokens {
        var form = [
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", returnAddress), ("code_verifier", visit.verifier),
        ]
        var request = HTTPClientRequest(url: metadata.tokenEndpoint)
        if let secret = settings.clientSecret, !metadata.wantsSecretInBody {
            // Both parts are written as in a form first (RFC 6749, 2.3.1).
            let pair = "\(Self.escaped(settings.clientID)):\(Self.escaped(secret))"
            request.headers.add(name: "Authorization", value: "Basic \(Data(pair.utf8).base64EncodedString())")
        } else {
            form.append(("client_id", settings.clientID))
            if let secret = settings.clientSecret { form.append(("client_secret", secret)) }
        }
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
        request.body = .bytes(ByteBuffer(string: Self.query(form)))
        let (status, body) = try await ask(request)
        // A code that was used, or was made for another, is refused with 400 (RFC 6749, 5.2).
        guard status == 200 else { throw status == 400 ? OpenIDFault.stale : status < 500 ? .invalid : .away }
        guard let tokens = try? JSONDecoder().decode(Tokens.self, from: body) else { throw OpenIDFault.invalid }
        return tokens
    }

    /// With the keys at hand, or with new ones: providers change them.
    private func claims(of token: String, at metadata: ProviderMetadata) async throws -> IDToken {
        if let keys, let claims = try? await keys.value.claims(of: token) { return claims }
        if let keys, clock.now.timeIntervalSince(keys.since) < Self.shortestKeyLife { throw OpenIDFault.invalid }
        let (status, body) = try await ask(HTTPClientRequest(url: metadata.jwksURI))
        guard status == 200 else { throw OpenIDFault.away }
        do {
            let fresh = try await ProviderKeys(json: body)
            keys = (fresh, clock.now)
            return try await fresh.claims(of: token)
        } catch {
            throw OpenIDFault.invalid
        }
    }

    private func ask(_ request: HTTPClientRequest) async throws -> (status: UInt, body: Data) {
        var request = request
        request.headers.add(name: "Accept", value: "application/json")
        do {
            let answer = try await Self.client.execute(request, timeout: Self.patience)
            return (answer.status.code, Data(try await answer.body.collect(upTo: Self.largestAnswer).readableBytesView))
        } catch {
            throw OpenIDFault.away
        }
    }

    private static func query(_ items: [(String, String)]) -> String {
        items.map { "\($0.0)=\(escaped($0.1))" }.joined(separator: "&")
    }

    private static func escaped(_ text: String) -> String { Address.escaped(text).replacing("/", with: "%2F") }
}
