import Database
import Models
import Outbox
import Rules
import ServiceKit

/// Why a helper does not take a case: `{"reason": code, "note"}`.
struct Refusal: Sendable {
    /// The coded ground of the rule pack (Law 11/2017, Điều 25).
    let ground: String
    let note: String?

    init(_ reader: FieldReader, grounds: [String]) {
        ground = reader.choice("reason", among: grounds)
        note = reader.optionalText("note", in: 1...2_000)
    }
}

extension Assignments {
    /// The codes that a refusal may have today.
    var refusalGrounds: [String] { rules.helperRefusalGrounds(on: clock.today).all.map(\.key) }

    /// The helper takes the case. Again changes nothing; throws 403 for anybody else, 409 where it was not offered.
    func accept(_ id: CaseID, by identity: Identity, _ actor: Actor, check: (CaseAssignment) throws -> Void, in transaction: Transaction)
        async throws -> CaseAssignment
    {
        let assignment = try await begin(id, in: transaction)
        try requireOwn(assignment, identity)
        try check(assignment)
        guard assignment.state != .accepted else { return assignment }
        guard let accepted = try await AssignmentStore.accept(id, at: clock.now, in: transaction) else { throw Problem.notFound() }
        try record("assignment.accepted", accepted, actor, in: transaction)
        return accepted
    }

    /// The helper does not take the case, or cannot go on with it; another one is looked for at once, or once the work goes on.
    func refuse(
        _ refusal: Refusal, of id: CaseID, by identity: Identity, _ actor: Actor, check: (CaseAssignment) throws -> Void,
        in transaction: Transaction
    ) async throws -> CaseAssignment {
        let assignment = try await begin(id, in: transaction)
        let helper = try requireOwn(assignment, identity)
        try check(assignment)
        let refused = try await endOffer(
            assignment, of: helper, ground: refusal.ground, note: refusal.note, actor, in: transaction)
        guard refused.isResting else { return try await assigning.automatically(refused, in: transaction) }
        return try await assigning.waitForResumption(refused, in: transaction)
    }

    /// The helper does not go on with the case, and is not picked for it again.
    func endOffer(
        _ assignment: CaseAssignment, of helper: HelperID, ground: String, note: String?, _ actor: Actor, in transaction: Transaction
    ) async throws -> CaseAssignment {
        let now = clock.now
        let refused = try await AssignmentStore.refuse(assignment.id, ground: ground, note: note, at: now, in: transaction)
        guard let refused else { throw Problem.notFound() }
        try outbox.publish(
            OfferRefused(
                case: refused.id, organisation: refused.organisation, helper: helper, reason: ground, occurredAt: now, recordedAt: now),
            version: refused.messages, in: transaction)
        try record("assignment.refused", refused, actor, ["ground": ground], in: transaction)
        return refused
    }

    @discardableResult
    private func requireOwn(_ assignment: CaseAssignment, _ identity: Identity) throws -> HelperID {
        guard let helper = assignment.helper else {
            throw Problem.conflict(Bilingual(vi: "Vụ việc chưa được phân công cho ai.", en: "The case has not been offered to anybody."))
        }
        guard identity.helper == helper else {
            throw Problem.forbidden(
                Bilingual(vi: "Chỉ người được phân công mới trả lời.", en: "Only the helper whom it was offered to may answer."))
        }
        return helper
    }
}
