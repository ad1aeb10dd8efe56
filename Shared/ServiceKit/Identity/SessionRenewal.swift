import AsyncHTTPClient
import HTTPTypes
package import Hummingbird
import NIOCore
import NIOHTTP1
import Outbox

/// A new token of the session that a request comes with, where a browser without scripts sends a file and the token it has is over.
///
/// Other forms go to `/session/renew` and come back whole. A file would cross the line three times, and a slow line takes longer than a token holds: so
/// the service that is being sent it asks Portal, before it reads the first byte, whether the session lives at this moment.
package struct SessionRenewal: Sendable {
    private let cookie: @Sendable (Request) async throws -> String?

    /// - Parameter cookie: the `Set-Cookie` of a new token; nil where the session is over.
    package init(_ cookie: @escaping @Sendable (Request) async throws -> String?) {
        self.cookie = cookie
    }

    /// Asks Portal, as a page's script would.
    ///
    /// - Parameter address: host and port.
    package init(portal address: String) {
        self.init { request in
            guard let answer = try? await InnerClient.shared.execute(Self.question(of: request, to: address), timeout: .seconds(5)) else {
                throw Problem.unavailable()
            }
            switch answer.status.code {
            case 204:
                let name = SessionCookie.token.name(isSecure: request.isSecure)
                return answer.headers["Set-Cookie"].first { $0.hasPrefix("\(name)=") }
            case 401: return nil
            default: throw Problem.unavailable()
            }
        }
    }

    /// The new token and the line that gives it to the browser; nil where the session is over. Throws 503 where that is not known.
    func callAsFunction(_ request: Request) async throws -> (token: String, cookie: String)? {
        guard request.cookie(.session) != nil, let cookie = try await cookie(request) else { return nil }
        let value = cookie.drop { $0 != "=" }.dropFirst().prefix { $0 != ";" }
        return (String(value), cookie)
    }

    private static func question(of request: Request, to address: String) -> HTTPClientRequest {
        var question = HTTPClientRequest(url: "http://\(address)/session/renew")
        question.method = .POST
        let name = SessionCookie.session.name(isSecure: request.isSecure)
        question.headers.add(name: "Cookie", value: "\(name)=\(request.cookie(.session) ?? "")")
        // A page would be led on; a program is told.
        question.headers.add(name: "Accept", value: "application/json")
        if request.isSecure { question.headers.add(name: "X-Forwarded-Proto", value: "https") }
        if let trace = CurrentTrace.traceparent { question.headers.add(name: "traceparent", value: trace) }
        return question
    }
}

extension Setting {
    /// As `caunoi up` tells the services that take files in forms.
    package static let portalAddress = Setting("portal.address", "where Portal answers the other services: host and port")
}

extension ServiceConfiguration {
    /// Nil where nobody says where Portal is.
    package var sessionRenewal: SessionRenewal? { value(.portalAddress).map(SessionRenewal.init(portal:)) }
}

extension Request {
    /// Whether it is a form with a file, as a browser without scripts sends it.
    package var isFileForm: Bool { method == .post && contentType == "multipart/form-data" }

    /// Reads what nobody wants. A proxy that has the answer before all is sent cuts the line, and the browser shows that in place of the page.
    func discardBody() async throws {
        let begin = ContinuousClock.now
        var bytes = 0
        for try await part in body {
            bytes += part.readableBytes
            if Self.isTooSlow(bytes, after: .now - begin) { throw Problem.tooSlow() }
        }
    }
}
