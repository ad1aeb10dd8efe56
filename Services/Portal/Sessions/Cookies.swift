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

    /// Adds a new token of a session. The cookie outlives the token on purpose: a service that sees one which is over knows to have it renewed.
    func addToken(of session: LiveSession, to response: inout Response) async throws {
        let token = try await signer.sign(session.account.identity(at: Date(), session: session.key), lifetime: Self.tokenLifetime)
        add(.token, token, to: &response)
    }

    /// All that somebody who has signed in goes on with.
    func enter(_ success: SignIn.Success, _ response: inout Response) async throws {
        addSession(success.session.id, to: &response)
        try await addToken(of: LiveSession(account: success.account, key: success.session.key), to: &response)
        add(.browser, success.browser, to: &response, attributes: "; Max-Age=\(Int(KnownBrowsers.life))")
    }

    func addSession(_ id: SessionID, to response: inout Response) {
        add(.session, id.cookie, to: &response)
    }

    /// Leads a browser whose sign-in waits for its second factor.
    func addPending(_ id: SessionID, to response: inout Response) {
        add(.pending, id.cookie, to: &response, attributes: "; Max-Age=600")
    }

    /// The sign-in that a request goes on with.
    static func pending(of request: Request) -> SessionID? {
        request.cookie(.pending).flatMap { SessionID(cookie: $0) }
    }

    func clearPending(_ response: inout Response) {
        add(.pending, "", to: &response, attributes: "; Max-Age=0")
    }

    /// Leads a browser that is on its way to the identity provider and back.
    func addVisit(_ sealed: String, to response: inout Response) {
        add(.visit, sealed, to: &response, attributes: "; Max-Age=600")
    }

    static func visit(of request: Request) -> String? { request.cookie(.visit) }

    func clearVisit(_ response: inout Response) {
        add(.visit, "", to: &response, attributes: "; Max-Age=0")
    }

    /// Names the browser that asked for a link: the link opens there alone.
    func addAsked(_ id: SessionID, to response: inout Response) {
        add(.asked, id.cookie, to: &response, attributes: "; Max-Age=\(IssueLink.passwordLife)")
    }

    static func asked(of request: Request) -> SessionID? {
        request.cookie(.asked).flatMap { SessionID(cookie: $0) }
    }

    /// Takes all away that a visit has brought.
    func clear(_ response: inout Response) {
        for cookie in SessionCookie.allCases where cookie != .browser { add(cookie, "", to: &response, attributes: "; Max-Age=0") }
    }

    /// Takes all away at the end of a visit, with whatever else the browser keeps of ours: pages in its cache, unfinished uploads in its storage.
    func leave(_ response: inout Response) {
        clear(&response)
        response.headers[.clearSiteData] = #""cache", "storage""#
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

extension HTTPField.Name {
    fileprivate static var clearSiteData: HTTPField.Name { HTTPField.Name("Clear-Site-Data") ?? .cacheControl }
}
