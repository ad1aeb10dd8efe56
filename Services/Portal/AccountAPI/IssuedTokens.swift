import Database
import Directory
import Foundation
import Models
import Outbox
import ServiceKit

/// The tokens for scripts of the last day, the longest that one lives, and their withdrawal. They live on the machine's own clock.
struct IssuedTokens: Sendable {
    private static let longestLife: TimeInterval = 86_400

    let house: House
    let trail = TrailStore()
    let directory: Directory

    /// Those of the caller's scope, the latest first, one more than asked for where there are more; and which of them are withdrawn.
    func list(_ page: PageRequest, by identity: Identity) async throws -> (tokens: [IssuedToken], withdrawn: Set<String>) {
        let start = Date().addingTimeInterval(-Self.longestLife)
        let entries = try await house.database.transaction(identity.scope) {
            try await trail.entries(of: IssuedToken.action, since: start, page, in: $0)
        }
        let tokens = entries.compactMap(IssuedToken.init)
        let withdrawn = try await house.database.transaction(.service) { transaction in
            try await RevocationStore().revoked(tokens.map(\.jti), in: transaction)
        }
        return (tokens, withdrawn)
    }

    /// Withdraws one that is the caller's to keep, at every service; nothing where it is withdrawn already. Throws 404.
    func withdraw(_ id: AuditSubjectID, by identity: Identity, reference: String) async throws {
        let entry = try await house.database.transaction(identity.scope) {
            try await trail.entry(of: IssuedToken.action, on: id, in: $0)
        }
        guard let token = entry.flatMap(IssuedToken.init) else { throw Problem.notFound() }
        let now = Date()
        try await house.database.transaction(.service) { transaction in
            guard try await keeps(token, identity, in: transaction) else { throw Problem.notFound() }
            guard try await RevocationStore().revoked([token.jti], in: transaction).isEmpty else { return }
            try await RevocationStore().withdraw(token.jti, at: now, telling: house.outbox, in: transaction)
            try transaction.audit(
                AuditEntry(
                    actor: identity.subject, actorName: identity.name, role: identity.role, action: "token.revoked", subjectKind: "token",
                    subject: id.uuid, organisation: token.organisation, details: ["jti": token.jti], reference: reference), at: now)
            transaction.afterCommit { [revocations = house.tokens.revocations] in revocations.revoke(token: token.jti) }
        }
    }

    private func keeps(_ token: IssuedToken, _ identity: Identity, in transaction: Transaction) async throws -> Bool {
        let place: Organisation? =
            if let id = token.organisation { try await directory.organisation(id, in: transaction) } else { nil }
        return AccountAuthority(identity: identity).keepsToken(of: token.role, at: place)
    }
}
