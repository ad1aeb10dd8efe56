import Database
import Models
import Outbox

/// A helper was given an account, or it was closed: kept beside the helper. Whether they still give legal aid is for the register to say, by people.
struct AccountChangedHandler: MessageHandler {
    func handle(_ message: AccountChanged, _ envelope: Envelope, in transaction: Transaction) async throws {
        if let helper = message.helper {
            try await transaction.execute(
                """
                insert into helper_accounts (account, helper, active, version)
                values (\(message.account), \(helper), \(message.active), \(envelope.version))
                on conflict (account) do update
                set helper = excluded.helper, active = excluded.active, version = excluded.version
                where helper_accounts.version < excluded.version
                """)
        } else {
            try await transaction.execute(
                """
                update helper_accounts set helper = null, active = false, version = \(envelope.version)
                where account = \(message.account) and version < \(envelope.version)
                """)
        }
    }
}
