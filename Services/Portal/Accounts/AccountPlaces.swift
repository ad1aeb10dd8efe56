import Database
import Directory
import Models
import ServiceKit

/// Where somebody may give accounts, and who has none there.
struct AccountPlaces: Sendable {
    let database: Database
    let directory: Directory
    let helpers: HelperStore

    /// The organisations at which they may give an account of some role.
    func callAsFunction(of identity: Identity) async throws -> [Organisation] {
        let authority = AccountAuthority(identity: identity)
        return try await receiving(identity).filter { place in authority.roles.contains { authority.keeps($0, at: place) } }
    }

    /// The organisations for whose programs they may make keys.
    func ofKeys(for identity: Identity) async throws -> [Organisation] {
        let authority = AccountAuthority(identity: identity)
        return try await receiving(identity).filter { authority.keepsToken(of: .program, at: $0) }
    }

    /// The helpers of some organisations who have no account, as far as it is theirs to give.
    func uninvited(at places: [Organisation], by identity: Identity, limit: Int = 200) async throws -> [KnownHelper] {
        let authority = AccountAuthority(identity: identity)
        let own = places.filter { authority.keeps(.helper, at: $0) }.map(\.id)
        return try await database.transaction(.service) { try await helpers.withoutAccount(at: own, limit: limit, in: $0) }
    }

    private func receiving(_ identity: Identity) async throws -> [Organisation] {
        try await database.transaction(identity.scope) { try await directory.receiving(within: identity.scope, in: $0) }
    }
}
