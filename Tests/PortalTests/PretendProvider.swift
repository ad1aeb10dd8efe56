import Crypto
import Foundation
import Hummingbird
import JWTKit
import Logging
import NIOCore
import Synchronization

@testable import Portal

/// An identity provider that answers what a test wants it to, on the wire as OpenID Connect Core 1.0 has it: also what no real one ever would.
final class PretendProvider: Sendable {
    /// What is answered.
    struct Answers: Sendable {
        /// In place of claims that hold; a null takes one out.
        var claims: [String: JSON] = [:]
        /// In place of what the provider says of itself.
        var metadata: [String: JSON] = [:]
        /// In place of a token that is signed.
        var token: String?
        /// Whether the token is signed by a key that is in no set.
        var isForged = false
    }

    enum JSON: Codable, Sendable {
        case text(String), number(Double), truth(Bool), texts([String]), null

        init(from decoder: any Decoder) throws { throw CocoaError(.featureUnsupported) }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .text(let value): try container.encode(value)
            case .number(let value): try container.encode(value)
            case .truth(let value): try container.encode(value)
            case .texts(let value): try container.encode(value)
            case .null: try container.encodeNil()
            }
        }
    }

    static let clientID = "cầu nối"
    static let secret = "bí mật: 100% / của+ta"

    let issuer: String
    private let shared: Shared
    private let server: Task<Void, any Error>

    private init(port: Int, shared: Shared, server: Task<Void, any Error>) {
        issuer = "http://127.0.0.1:\(port)"
        self.shared = shared
        self.server = server
    }

    deinit { server.cancel() }

    static func start() async throws -> PretendProvider {
        let shared = Shared()
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let router = Router()
        router.get("/.well-known/openid-configuration") { request, _ in try shared.metadata(request.head.authority ?? "") }
        router.get("/keys") { _, _ in try await shared.keySet() }
        router.post("/token") { request, _ in try await shared.tokens(request, try await request.body.collect(upTo: 8_192)) }
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { port.yield($0.localAddress?.port ?? 0) }, logger: Logger(label: "provider") { _ in SwiftLogNoOpLogHandler() }
        )
        let server = Task { try await application.run() }
        var arrived = ports.makeAsyncIterator()
        guard let bound = await arrived.next(), bound > 0 else { throw CocoaError(.fileNoSuchFile) }
        shared.set(issuer: "http://127.0.0.1:\(bound)")
        return PretendProvider(port: bound, shared: shared, server: server)
    }

    /// What an installation is told of it.
    var settings: [String: String] {
        [
            "CAUNOI_OPENID_ISSUER": issuer, "CAUNOI_OPENID_CLIENT_ID": Self.clientID, "CAUNOI_OPENID_CLIENT_SECRET": Self.secret,
            "CAUNOI_OPENID_NAME": "Cổng mẫu",
        ]
    }

    func answer(_ answers: Answers) { shared.set(answers) }

    /// Takes another key, under another name.
    func changeKey() { shared.changeKey() }

    /// Somebody signs in, as the address asks that a browser was sent to. Returns where the browser is sent back to.
    func visit(_ address: String) throws -> String {
        let items = URLComponents(string: address)?.queryItems ?? []
        let asked = Dictionary(items.map { ($0.name, $0.value ?? "") }) { $1 }
        shared.set(nonce: asked["nonce"] ?? "", challenge: asked["code_challenge"] ?? "")
        return "/sign-in/provider/return?code=c&state=\(asked["state"] ?? "")"
    }
}

/// What the provider's server and the test both know.
private final class Shared: Sendable {
    private struct State {
        var issuer = ""
        var answers = PretendProvider.Answers()
        var key = ES256PrivateKey()
        var kid = 1
        var nonce = ""
        var challenge = ""
    }

    private struct Claims: JWTPayload {
        let values: [String: PretendProvider.JSON]

        init(_ values: [String: PretendProvider.JSON]) { self.values = values }
        init(from decoder: any Decoder) throws { throw CocoaError(.featureUnsupported) }
        func encode(to encoder: any Encoder) throws { try values.encode(to: encoder) }
        func verify(using algorithm: some JWTAlgorithm) {}
    }

    private let state = Mutex(State())

    func set(issuer: String) { state.withLock { $0.issuer = issuer } }
    func set(_ answers: PretendProvider.Answers) { state.withLock { $0.answers = answers } }
    func set(nonce: String, challenge: String) { state.withLock { ($0.nonce, $0.challenge) = (nonce, challenge) } }

    func changeKey() {
        state.withLock { state in
            state.key = ES256PrivateKey()
            state.kid += 1
        }
    }

    func metadata(_ host: String) throws -> Response {
        let (issuer, changed) = state.withLock { ($0.issuer, $0.answers.metadata) }
        let values: [String: PretendProvider.JSON] = [
            "issuer": .text(issuer), "authorization_endpoint": .text(issuer + "/authorize?tenant=1"),
            "token_endpoint": .text(issuer + "/token"),
            "jwks_uri": .text(issuer + "/keys"), "code_challenge_methods_supported": .texts(["plain", "S256"]),
        ]
        return try json(JSONEncoder().encode(values.merging(changed) { $1 }))
    }

    /// With keys of kinds that nobody here knows, as real sets have them.
    func keySet() async throws -> Response {
        let (key, kid) = state.withLock { ($0.key, $0.kid) }
        guard let point = key.publicKey.parameters else { throw CocoaError(.coderInvalidValue) }
        return try json(
            Data(
                """
                {"keys": [
                    {"kty": "oct", "kid": "shared", "k": "c2VjcmV0"}, {"kty": "OKP", "crv": "X448", "kid": "other", "x": "AAAA"},
                    {"kty": "EC", "crv": "P-256", "use": "enc", "kid": "k\(kid)", "x": "AAAA", "y": "AAAA"},
                    {"kty": "EC", "crv": "P-256", "use": "sig", "kid": "k\(kid)", "alg": "ES256", "x": "\(point.x)", "y": "\(point.y)"}
                ]}
                """.utf8))
    }

    func tokens(_ request: Request, _ body: ByteBuffer) async throws -> Response {
        let state = state.withLock { $0 }
        let form = URLComponents(string: "?" + String(buffer: body))?.queryItems ?? []
        let verifier = form.first { $0.name == "code_verifier" }?.value ?? ""
        // RFC 6749, 2.3.1: written as in a form first.
        let pair = "c%E1%BA%A7u%20n%E1%BB%91i:b%C3%AD%20m%E1%BA%ADt%3A%20100%25%20%2F%20c%E1%BB%A7a%2Bta"
        guard request.headers[.authorization] == "Basic " + Data(pair.utf8).base64EncodedString() else {
            return Response(status: .unauthorized)
        }
        guard Data(SHA256.hash(data: Data(verifier.utf8))).base64URL == state.challenge else { return Response(status: .badRequest) }
        let token = try await signed(state)
        return try json(JSONEncoder().encode(["id_token": state.answers.token ?? token, "access_token": "x", "token_type": "Bearer"]))
    }

    private func signed(_ state: State) async throws -> String {
        let now = Date().timeIntervalSince1970
        let claims: [String: PretendProvider.JSON] = [
            "iss": .text(state.issuer), "aud": .text(PretendProvider.clientID), "sub": .text("người thứ nhất"), "exp": .number(now + 300),
            "iat": .number(now), "nonce": .text(state.nonce),
        ]
        let keys = JWTKeyCollection()
        let kid = JWKIdentifier(string: "k\(state.kid)")
        await keys.add(ecdsa: state.answers.isForged ? ES256PrivateKey() : state.key, kid: kid)
        return try await keys.sign(Claims(claims.merging(state.answers.claims) { $1 }), kid: kid)
    }

    private func json(_ data: Data) throws -> Response {
        Response(status: .ok, headers: [.contentType: "application/json"], body: .init(byteBuffer: ByteBuffer(bytes: data)))
    }
}
