package import Foundation
package import Models
import Synchronization

/// The tokens and accounts that were withdrawn, as this copy of the service knows them; the stored list is the truth, and replaces it.
package final class Revocations: Sendable {
    private struct State {
        var isRead: Bool
        var tokens: Set<String> = []
        var accounts: [String: Date] = [:]
    }

    private let state: Mutex<State>

    /// - Parameter isRead: false where the stored list is still to be read (``replace(tokens:accounts:)``): until then nobody is let in.
    package init(isRead: Bool = true) {
        state = Mutex(State(isRead: isRead))
    }

    /// Whether the stored list has been read once: before that, nobody knows what was withdrawn.
    var isRead: Bool { state.withLock(\.isRead) }

    /// One token, at once.
    package func revoke(token jti: String) {
        state.withLock { _ = $0.tokens.insert(jti) }
    }

    /// How the tokens of one session are called together.
    package static func name(of session: SessionKey) -> String { "session:\(session)" }

    /// The same of one program's key; its tokens have it as their subject.
    package static func name(of key: ProgramKeyID) -> String { "program:\(key)" }

    /// Every token of an account that was issued up to `instant`.
    package func revoke(account subject: String, issuedUpTo instant: Date) {
        state.withLock { $0.accounts[subject] = max($0.accounts[subject] ?? .distantPast, instant) }
    }

    /// The whole list, reread from where it is stored.
    package func replace(tokens: Set<String>, accounts: [String: Date]) {
        state.withLock { $0 = State(isRead: true, tokens: tokens, accounts: accounts) }
    }

    func revokes(_ claims: TokenClaims) -> Bool {
        state.withLock { state in
            if state.tokens.contains(claims.jti) { return true }
            if let session = claims.sid, state.tokens.contains(Self.name(of: session)) { return true }
            if claims.role == .program, state.tokens.contains(claims.sub) { return true }
            guard let limit = state.accounts[claims.sub] else { return false }
            return claims.iat <= limit.timeIntervalSince1970
        }
    }
}
