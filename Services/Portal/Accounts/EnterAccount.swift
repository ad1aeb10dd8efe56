import Database
import Foundation
import Models
import Outbox
import ServiceKit

/// Makes an account, or makes one of the same login what it is asked to be; safe to repeat. Where it could do more before, its sessions end and
/// its tokens are withdrawn. Where it is another person's from now on, nothing that its former holder has opens it (decision 56): another helper,
/// another name and another address, or another name and another password.
struct EnterAccount: Sendable {
    enum Outcome: String, Sendable {
        case added, changed, unchanged
    }

    let database: Database
    let accounts: AccountStore
    let sessions: Sessions
    let waysIn: WaysIn
    let outbox: Outbox
    let tell: TellAccount
    let hasher: PasswordHasher
    let clock: WallClock

    /// - Parameter actor: who does it, as the audit trail names them.
    func callAsFunction(_ draft: AccountDraft, password: String, by actor: String) async throws -> Outcome {
        let actor = AuditActor(id: actor, name: "Portal", role: .system)
        guard (8...200).contains(password.count) else { throw AccountError("a password has 8 to 200 characters") }
        do {
            return try await enter(draft, password: password, by: actor)
        } catch let error as DatabaseError where error.isUniqueViolation(of: "accounts_helper_once") {
            throw AccountError("the helper \(draft.helper?.description ?? "") has another account, which is open")
        }
    }

    private func enter(_ draft: AccountDraft, password: String, by actor: AuditActor) async throws -> Outcome {
        guard let known = try await database.transaction(.service, { try await accounts.find(login: draft.login, in: $0) }) else {
            let hash = try await hasher.hash(password)
            return try await database.transaction(.service) { transaction in
                let id = AccountID(at: clock.now)
                try await accounts.add(draft, id: id, password: hash, at: clock.now, in: transaction)
                try await tell(.entered, id, by: actor, in: transaction)
                return .added
            }
        }
        let samePassword = try await hasher.holds(password, for: known.password)
        let sameRights = known.active && draft.hasRights(of: known)
        // Without an address, the one that is known stays.
        let sameAddress = draft.email == nil || draft.email == known.email
        let sameName = known.displayName == draft.displayName
        if samePassword, sameRights, sameAddress, sameName { return .unchanged }
        let isHandedOn = draft.isAnotherPerson(than: known) || !sameName && !samePassword
        guard !isHandedOn || !samePassword else { throw AccountError("the former holder knows this password; the next one needs another") }
        let hash = samePassword ? known.password : try await hasher.hash(password)
        return try await database.transaction(.service) { transaction in
            if isHandedOn { try await waysIn.close(known, by: actor, in: transaction) }
            try await accounts.change(known, to: draft, password: hash, active: true, at: clock.now, in: transaction)
            if !samePassword || !sameRights { try await sessions.endAll(of: known.id, outbox: outbox, in: transaction) }
            // What was mailed to the old address, or to whoever had the account, opens nothing any more.
            if isHandedOn || !sameAddress { transaction.later("delete from account_links where account = \(known.id)") }
            let fields = draft.changes(of: known) + (samePassword ? [] : ["password"]) + (known.active ? [] : ["active"])
            try await tell(.changed, known.id, by: actor, fields: fields, in: transaction)
            return .changed
        }
    }
}
