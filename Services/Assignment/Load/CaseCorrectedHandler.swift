import Database
import Models
import Outbox
import Rules

/// The register was corrected: from here on the case weighs, is limited and counts for quotas by its true form and field. Who has it keeps it.
struct CaseCorrectedHandler: MessageHandler {
    let rules: RulePacks

    func handle(_ message: CaseCorrected, _ envelope: Envelope, in transaction: Transaction) async throws {
        guard let assignment = try await AssignmentStore.findForUpdate(message.case, in: transaction) else {
            throw RetryLater("the case \(message.case) is not known here yet")
        }
        let weight = rules.assignment(on: assignment.acceptedOn).weight(of: message.form)
        try await AssignmentStore.correct(message, weight: weight, in: transaction)
    }
}
