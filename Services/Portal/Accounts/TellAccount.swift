import Database
import Models
import Outbox

/// Records what was done to an account, and tells the other services what it may do now.
struct TellAccount: Sendable {
    let accounts: AccountStore
    let outbox: Outbox
    let clock: WallClock

    /// Returns the account as it is now. Nil where there is none.
    ///
    /// - Parameter fields: the names of what changed, for the audit trail.
    @discardableResult
    func callAsFunction(
        _ what: AccountEvent.What, _ id: AccountID, by actor: AuditActor, because reason: String? = nil, fields: [String] = [],
        in transaction: Transaction
    ) async throws -> Account? {
        guard let account = try await accounts.find(id, in: transaction) else { return nil }
        let now = clock.now
        var details = ["role": account.role.rawValue]
        if !fields.isEmpty { details["changed"] = fields.joined(separator: ",") }
        try accounts.record(what, of: account, by: actor, because: reason, details: details, at: now, in: transaction)
        try outbox.publish(
            AccountChanged(
                account: id, role: account.role, organisation: account.organisation, province: account.province, helper: account.helper,
                active: account.active, occurredAt: now, recordedAt: now), version: account.version, in: transaction)
        return account
    }
}
