import Database
import Models
import Outbox
import Rules

/// A case was opened: its helper is picked in the same transaction. One that an older register brought in keeps whom it had, or waits for a leader.
struct CaseOpenedHandler: MessageHandler {
    let rules: RulePacks
    let assigning: AssignHelper

    func handle(_ message: CaseOpened, _ envelope: Envelope, in transaction: Transaction) async throws {
        guard try await OrganisationStore.find(message.organisation, in: transaction) != nil else {
            throw RetryLater("the organisation \(message.organisation) is not known here yet")
        }
        let weight = rules.assignment(on: message.acceptedOn).weight(of: message.form)
        guard try await AssignmentStore.insert(message, weight: weight, in: transaction) else { return }
        guard let assignment = try await assigning.begin(message.case, in: transaction) else { return }
        if message.imported == true {
            if let helper = message.helper { try await assigning.takeOver(assignment, helper, on: message.acceptedOn, in: transaction) }
            return
        }
        _ = try await assigning.automatically(assignment, isNew: true, in: transaction)
    }
}
