import Crypto
import Foundation
import Synchronization

/// The claims of tokens whose signature was found good: a browser sends the same one with every request of five minutes, and looking at a signature
/// is what an identity costs. Whether a token is over or withdrawn is asked each time. Only what Portal signed gets in, so strangers fill nothing.
final class VerifiedTokens: Sendable {
    /// What a token says, and how long its key is good, in seconds since 1970.
    struct Known: Sendable {
        let claims: TokenClaims
        let keyEnds: Double
    }

    private struct State {
        /// Tokens that one half holds; when it is full, it becomes the older half, and what was the older one is forgotten.
        static let most = 4_096

        private var recent: [SHA256Digest: Known] = [:]
        private var older: [SHA256Digest: Known] = [:]

        mutating func find(_ name: SHA256Digest) -> Known? {
            if let known = recent[name] { return known }
            guard let known = older[name] else { return nil }
            keep(known, as: name)
            return known
        }

        mutating func keep(_ known: Known, as name: SHA256Digest) {
            if recent.count >= Self.most { (older, recent) = (recent, [:]) }
            recent[name] = known
        }
    }

    private let state = Mutex(State())

    /// The claims of a token; those that `verify` finds where it is not known yet.
    func claims(of token: String, verify: () async throws -> Known) async rethrows -> Known {
        let name = SHA256.hash(data: Data(token.utf8))
        if let known = state.withLock({ $0.find(name) }) { return known }
        let found = try await verify()
        state.withLock { $0.keep(found, as: name) }
        return found
    }
}
