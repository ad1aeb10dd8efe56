import Database
import Models
import Outbox
import ServiceKit

extension Assignments {
    /// Keeps the written decision that assigns the present helper; with its date the legal clock of litigation and representation stops
    /// (Law 11/2017, Điều 31.2, 33.2). Throws 409 without a helper or where there is one already, 422 for a date outside the case's life.
    func decide(
        _ decision: Decision, on id: CaseID, _ actor: Actor, check: (CaseAssignment) throws -> Void, in transaction: Transaction
    ) async throws -> CaseAssignment {
        let assignment = try await begin(id, in: transaction)
        try check(assignment)
        guard let helper = assignment.helper else {
            throw Problem.conflict(Bilingual(vi: "Vụ việc chưa có người thực hiện.", en: "The case has no helper yet."))
        }
        guard assignment.decision == nil else {
            throw Problem.conflict(
                Bilingual(vi: "Đã có quyết định cử người thực hiện này.", en: "There is a decision on this helper already."))
        }
        guard (assignment.acceptedOn...max(assignment.acceptedOn, clock.today)).contains(decision.date) else {
            let fault = FieldFault.dateOutOfRange(from: assignment.acceptedOn, to: max(assignment.acceptedOn, clock.today))
            throw Problem.validation([FieldError("/date", fault)])
        }
        let now = clock.now
        guard let decided = try await AssignmentStore.decide(id, decision, by: actor.name, at: now, in: transaction) else {
            throw Problem.notFound()
        }
        try outbox.publish(
            DecisionIssued(
                case: id, organisation: decided.organisation, helper: helper, number: decision.number, date: decision.date,
                signer: decision.signer, occurredAt: now, recordedAt: now),
            version: decided.messages, in: transaction)
        try record("assignment.decided", decided, actor, ["number": decision.number], in: transaction)
        return decided
    }
}
