import Foundation
import HTTPTypes
import Hummingbird
import ServiceKit

/// The two cookies of a signed-in browser: the session's id, which only Portal can use, and the short-lived token, which every service verifies
/// itself. Neither can be read by scripts, nor comes along when another site makes the browser send something.
struct Cookies: Sendable {
    /// Seconds that a person's token lives.
    static let tokenLifetime = 300

    let signer: TokenSigner
    /// Only over https, where the front door has it.
    let isSecure: Bool

    /// Adds a new token of `account`. The cookie outlives the token on purpose: a service that sees one which is over knows to have it renewed.
    func addToken(of account: Account, to response: inout Response) async throws {
        let token = try await signer.sign(account.identity(at: Date()), lifetime: Self.tokenLifetime)
        add(.token, token, to: &response)
    }

    func addSession(_ id: SessionID, to response: inout Response) {
        add(.session, id.cookie, to: &response)
    }

    /// Takes all away.
    func clear(_ response: inout Response) {
        for cookie in SessionCookie.allCases { add(cookie, "", to: &response, attributes: "; Max-Age=0") }
    }

    /// The session that a request comes with.
    static func session(of request: Request) -> SessionID? {
        request.cookie(.session).flatMap { SessionID(cookie: $0) }
    }

    private func add(_ cookie: SessionCookie, _ value: String, to response: inout Response, attributes: String = "") {
        let text = "\(cookie.name(isSecure: isSecure))=\(value); Path=/; HttpOnly; SameSite=Lax" + (isSecure ? "; Secure" : "") + attributes
        response.headers.append(HTTPField(name: .setCookie, value: text))
    }
}
