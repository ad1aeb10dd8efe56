import Database
import Models
import ServiceKit

/// Who shall have a case: `{"helper", "reason"}` by hand, `{}` by the rule, `{"reason"}` another one than now, by the rule.
struct PickRequest: Sendable {
    var helper: HelperID?
    let reason: String?
    /// What was typed into a form in place of an id: a helper's name.
    var name: String?

    /// From a form, where helpers are named.
    init(form reader: FieldReader) {
        name = reader.optionalString("helper", in: 1...250)
        reason = name == nil ? reader.optionalText("reason", in: 1...1_000) : reader.text("reason", in: 1...1_000)
    }

    /// A reason is needed for a pick by hand. The errors stay with the reader.
    init(_ reader: FieldReader) {
        helper = reader.optionalID("helper")
        reason = reader.has("helper") ? reader.text("reason", in: 1...1_000) : reader.optionalText("reason", in: 1...1_000)
    }
}

extension Assignments {
    /// Picks a helper. A case that has one keeps them unless a reason is given; throws 409 where nobody else could take it, 422 where the helper
    /// that was named cannot.
    func pick(_ request: PickRequest, for id: CaseID, _ actor: Actor, check: (CaseAssignment) throws -> Void, in transaction: Transaction)
        async throws -> CaseAssignment
    {
        let assignment = try await begin(id, in: transaction)
        try check(assignment)
        let picked: CaseAssignment
        if let helper = request.helper, let reason = request.reason {
            guard helper != assignment.helper else {
                throw Problem.conflict(Bilingual(vi: "Người này đang có vụ việc.", en: "This helper has the case already."))
            }
            picked = try await assigning.byHand(assignment, helper, reason: reason, by: actor, in: transaction)
        } else if let present = assignment.helper {
            guard let reason = request.reason else { return assignment }
            picked = try await assigning.automatically(assignment, replacing: present, reason: reason, by: actor, in: transaction)
            guard picked.helper != nil else {
                throw Problem.conflict(
                    Bilingual(vi: "Không còn người thực hiện nào khác phù hợp.", en: "There is no other helper who could take it."))
            }
        } else {
            picked = try await assigning.automatically(assignment, reason: request.reason, by: actor, in: transaction)
        }
        if picked.helper != assignment.helper {
            let how = ["helper": picked.helper?.description ?? "", "by": request.helper == nil ? "rule" : "hand"]
            try record("assignment.picked", picked, actor, how, in: transaction)
        }
        return picked
    }
}
