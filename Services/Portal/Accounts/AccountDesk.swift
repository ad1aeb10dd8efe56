import Database
import Foundation
import Models
import Outbox
import ServiceKit

/// Accounts as their keepers look at them: within the caller's scope, and on record.
struct AccountDesk: Sendable {
    let house: House
    let accounts: AccountStore

    /// By name, one more than asked for where there are more.
    func list(_ filter: AccountFilter, _ context: ServiceContext) async throws -> [Account] {
        try await house.database.transaction(try context.require().scope) { transaction in
            try transaction.audit(try context.auditEntry("accounts.listed", kind: "account", subject: nil), at: house.clock.now)
            return try await accounts.list(filter, in: transaction)
        }
    }

    /// Throws 404 where it is out of the scope.
    func seen(_ id: AccountID, _ context: ServiceContext) async throws -> Account {
        try await house.database.transaction(try context.require().scope) { transaction in
            guard let account = try await accounts.find(id, in: transaction) else { throw Problem.notFound() }
            try transaction.audit(
                try context.auditEntry("account.viewed", kind: "account", subject: id.uuid, organisation: account.organisation),
                at: house.clock.now)
            return account
        }
    }
}
