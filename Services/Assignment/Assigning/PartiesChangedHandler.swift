import Database
import Models
import Outbox

/// A case was searched for conflicts again: whoever is in conflict now is left out of every pick from here on, and who is in none any more is picked as
/// anybody is. Who has the case already is not taken off it by a machine: the people who look after it decide (Law 11/2017, Điều 25.2).
struct PartiesChangedHandler: MessageHandler {
    func handle(_ message: PartiesChanged, _ envelope: Envelope, in transaction: Transaction) async throws {
        AssignmentStore.lift(message.lifted ?? [], from: message.case, in: transaction)
        AssignmentStore.keep(
            message.conflicts, of: message.case, message.organisation, message.province, in: transaction)
    }
}
