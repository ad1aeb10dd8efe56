import Database
import Models
import Outbox
import ServiceKit

/// What people do about where they are signed in.
struct OwnAccount: Sendable {
    let database: Database
    let accounts: AccountStore
    let sessions: Sessions
    let outbox: Outbox
    let clock: WallClock

    /// Ends one of their sessions. Throws 404 where it is none of theirs.
    func end(_ key: SessionKey, of id: AccountID, _ context: ServiceContext) async throws {
        try await database.transaction(.service) { transaction in
            guard try await sessions.end(key, of: id, outbox: outbox, in: transaction) else { throw Problem.notFound() }
            try await note(.sessionsEnded, id, context, in: transaction)
        }
    }

    /// Ends all of their sessions but the present one.
    func endOthers(of id: AccountID, _ context: ServiceContext) async throws {
        let present = context.identity?.session
        try await database.transaction(.service) { transaction in
            for session in try await sessions.list(of: id, in: transaction) where session.key != present {
                _ = try await sessions.end(session.key, of: id, outbox: outbox, in: transaction)
            }
            try await note(.sessionsEnded, id, context, in: transaction)
        }
    }

    /// A line of the account's history.
    func note(_ what: AccountEvent.What, _ id: AccountID, _ context: ServiceContext, in transaction: Transaction) async throws {
        guard let account = try await accounts.find(id, in: transaction) else { throw Problem.notFound() }
        let actor = AuditActor(account, reference: context.reference)
        try accounts.record(what, of: account, by: actor, at: clock.now, in: transaction)
    }

    /// Tokens of scripts have no account. Throws 404 for them.
    static func id(_ context: ServiceContext) throws -> AccountID {
        guard let id = AccountID(try context.require().subject) else { throw Problem.notFound() }
        return id
    }
}
