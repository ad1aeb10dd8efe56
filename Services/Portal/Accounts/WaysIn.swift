import Database
import Models
import Outbox

/// What opens an account beside its password: the second factor with its recovery codes, and the person at the identity provider. What is taken
/// away here has its line in the history.
struct WaysIn: Sendable {
    let accounts: AccountStore
    let persons: ConnectedPersons
    let clock: WallClock

    /// Nobody of the identity provider has the account any more, and may have another one.
    func disconnect(_ account: Account, by actor: AuditActor, in transaction: Transaction) async throws {
        for issuer in try await persons.disconnect(account.id, in: transaction) {
            try accounts.record(
                .providerDisconnected, of: account, by: actor, details: ["provider": issuer], at: clock.now, in: transaction)
        }
    }

    /// Nothing that its person has opens the account any more; the password goes with the change that this belongs to.
    func close(_ account: Account, by actor: AuditActor, in transaction: Transaction) async throws {
        try await disconnect(account, by: actor, in: transaction)
        guard try await SecondFactor.remove(account.id, in: transaction) else { return }
        try accounts.record(.secondFactorRemoved, of: account, by: actor, at: clock.now, in: transaction)
    }
}
