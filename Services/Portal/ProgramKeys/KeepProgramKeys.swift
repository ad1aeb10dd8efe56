import Database
import Directory
import Foundation
import Models
import Outbox
import ServiceKit

/// Makes keys of programs and withdraws them, each within the authority of whoever keeps accounts, on record.
struct KeepProgramKeys: Sendable {
    /// Good ones that an organisation has at most: more are forgotten ones.
    static let most = 20

    let house: House
    let store: ProgramKeyStore
    let directory: Directory

    /// A new key and its secret, which is told this once. Throws 403 outside of the authority and where the organisation works no
    /// more, 409 where the organisation has too many.
    func make(_ draft: ProgramKeyDraft, _ context: ServiceContext) async throws -> (key: ProgramKey, secret: ProgramSecret) {
        let identity = try context.require()
        let secret = ProgramSecret()
        let now = house.clock.now
        let key = ProgramKey(
            id: ProgramKeyID(at: now), organisation: draft.organisation, name: draft.name, rights: draft.rights, madeAt: now,
            madeBy: identity.name, endsAt: draft.endsOn.end, usedAt: nil, withdrawnAt: nil, withdrawnBecause: nil)
        try await house.database.transaction(identity.scope) { transaction in
            let place = try await directory.organisation(draft.organisation, in: transaction)
            guard place?.active == true, try await keeps(draft.organisation, identity, in: transaction) else { throw Problem.forbidden() }
            guard try await store.countGood(of: draft.organisation, at: now, in: transaction) < Self.most else { throw Self.tooMany }
            try await store.add(key, secret: secret, in: transaction)
            let details = ["rights": RightName.scope(draft.rights), "ends_on": draft.endsOn.description]
            try transaction.audit(try entry("program_key.issued", key.id, draft.organisation, details: details, context), at: now)
        }
        return (key, secret)
    }

    /// Withdraws one with all its tokens, at every service; nothing where it is withdrawn already. Throws 404 outside of the authority.
    func withdraw(_ id: ProgramKeyID, because reason: String?, _ context: ServiceContext) async throws {
        let identity = try context.require()
        let key = try await house.database.transaction(identity.scope) { try await store.find(id, in: $0) }
        guard let key else { throw Problem.notFound() }
        try await house.database.transaction(.service) { transaction in
            guard try await keeps(key.organisation, identity, in: transaction) else { throw Problem.notFound() }
            let now = house.clock.now
            transaction.keepAccounts(for: identity)
            guard try await store.withdraw(id, because: reason, at: now, in: transaction) else { return }
            let name = Revocations.name(of: id)
            try await RevocationStore().withdraw(name, at: Date(), telling: house.outbox, in: transaction)
            try transaction.audit(try entry("program_key.withdrawn", id, key.organisation, context), at: now)
            transaction.afterCommit { [revocations = house.tokens.revocations] in revocations.revoke(token: name) }
        }
    }

    /// The keys of the caller's scope, on record.
    func list(_ page: PageRequest, _ context: ServiceContext) async throws -> [ProgramKey] {
        try await house.database.transaction(try context.require().scope) { transaction in
            try transaction.audit(try context.auditEntry("program_keys.listed", kind: "program_key", subject: nil), at: house.clock.now)
            return try await store.list(page, in: transaction)
        }
    }

    /// One of them, on record. Throws 404.
    func seen(_ id: ProgramKeyID, _ context: ServiceContext) async throws -> ProgramKey {
        try await house.database.transaction(try context.require().scope) { transaction in
            guard let key = try await store.find(id, in: transaction) else { throw Problem.notFound() }
            try transaction.audit(try entry("program_key.viewed", id, key.organisation, context), at: house.clock.now)
            return key
        }
    }

    /// Whether the keys of an organisation are somebody's to make and withdraw.
    func keeps(_ organisation: OrganisationID, _ identity: Identity, in transaction: Transaction) async throws -> Bool {
        guard let place = try await directory.organisation(organisation, in: transaction) else { return false }
        return AccountAuthority(identity: identity).keepsToken(of: .program, at: place)
    }

    private func entry(
        _ action: String, _ id: ProgramKeyID, _ organisation: OrganisationID, details: [String: String] = [:], _ context: ServiceContext
    ) throws -> AuditEntry {
        try context.auditEntry(action, kind: "program_key", subject: id.uuid, organisation: organisation, details: details)
    }

    private static let tooMany = Problem.conflict(
        Bilingual(
            vi: "Tổ chức đã có \(most) khóa còn hiệu lực. Hãy thu hồi khóa không còn dùng trước.",
            en: "The organisation has \(most) keys that are good. Withdraw those that are used no more first."))
}
