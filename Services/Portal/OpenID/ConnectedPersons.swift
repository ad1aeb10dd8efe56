import Database
import Foundation
import Models

/// Which person of which provider has which account.
struct ConnectedPersons: Sendable {
    /// The account of a provider's person; nil where none is connected.
    func account(_ issuer: String, _ subject: String, in transaction: Transaction) async throws -> AccountID? {
        try await transaction.value(
            "select account from connected_persons where issuer = \(issuer) and subject = \(subject)", as: AccountID.self)
    }

    /// Since when an account is connected; nil where it is not.
    func since(_ account: AccountID, _ issuer: String, in transaction: Transaction) async throws -> Date? {
        try await transaction.value(
            "select connected_at from connected_persons where account = \(account) and issuer = \(issuer)", as: Date.self)
    }

    /// Connects them, in place of another person of the same provider. False where the person has another account.
    func connect(
        _ issuer: String, _ subject: String, to account: AccountID, at now: Date, in transaction: Transaction
    ) async throws -> Bool {
        if let other = try await self.account(issuer, subject, in: transaction) { return other == account }
        return try await transaction.execute(
            """
            insert into connected_persons (issuer, subject, account, connected_at)
            values (\(issuer), \(subject), \(account), \(now))
            on conflict (account, issuer) do update set subject = excluded.subject, connected_at = excluded.connected_at
            """) == 1
    }

    /// False where there was nothing to end.
    func disconnect(_ account: AccountID, _ issuer: String, in transaction: Transaction) async throws -> Bool {
        try await transaction.execute("delete from connected_persons where account = \(account) and issuer = \(issuer)") == 1
    }

    /// Ends it with every provider. Returns which they were.
    func disconnect(_ account: AccountID, in transaction: Transaction) async throws -> [String] {
        try await transaction.rows("delete from connected_persons where account = \(account) returning issuer").map { try $0.get("issuer") }
    }

    /// The one open account with an address that is connected with nobody of this provider yet; nil where there is none, or more than one.
    func onlyAccount(email: String, issuer: String, in transaction: Transaction) async throws -> AccountID? {
        let found = try await transaction.rows("select id from accounts where email = \(email.lowercased()) and active limit 2")
        guard found.count == 1, let id = try found.first?.get("id", as: AccountID.self) else { return nil }
        return try await since(id, issuer, in: transaction) == nil ? id : nil
    }
}
