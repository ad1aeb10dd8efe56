import Crypto
import Foundation
import Models

/// A browser's way to the provider and back. The browser keeps it itself, sealed: nothing is stored for people who never come back.
struct OpenIDVisit: Codable, Sendable {
    /// Seconds that it may take.
    private static let life: TimeInterval = 600
    private static let owner = "openid visit"

    /// By which the way back is known to belong to this browser (RFC 6749, 10.12).
    let state: String
    /// By which the token is known to belong to this visit.
    let nonce: String
    /// By which the code is known to belong to this visit (RFC 7636).
    let verifier: String
    private let next: String
    /// The account that asks to be connected; nil for a sign-in.
    let account: AccountID?
    private let endsAt: Date

    init(next: NextPage, connecting account: AccountID? = nil, at now: Date = Date()) {
        state = SessionID().cookie
        nonce = SessionID().cookie
        verifier = SessionID().cookie
        self.next = next.path
        self.account = account
        endsAt = now.addingTimeInterval(Self.life)
    }

    /// Of a cookie; nil where it is none of ours, or took too long.
    init?(cookie: String, box: SecretBox, at now: Date = Date()) {
        guard let sealed = Data(base64URL: cookie), let opened = try? box.open(sealed, for: Self.owner),
            let visit = try? JSONDecoder().decode(OpenIDVisit.self, from: opened), visit.endsAt > now
        else { return nil }
        self = visit
    }

    func cookie(_ box: SecretBox) throws -> String {
        try box.seal(JSONEncoder().encode(self), for: Self.owner).base64URL
    }

    var nextPage: NextPage { NextPage(next) }

    /// RFC 7636, 4.2.
    var challenge: String { Data(SHA256.hash(data: Data(verifier.utf8))).base64URL }
}

/// What the browser brings back in the query (RFC 6749, 4.1.2; RFC 9207).
struct OpenIDAnswer: Sendable {
    let state: String?
    /// Nil where the provider gave none.
    let code: String?
    let issuer: String?
}
