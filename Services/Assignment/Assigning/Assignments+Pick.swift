import Database
import Foundation
import Models
import Rules
import ServiceKit

/// Who shall have a case: `{"helper", "reason"}` by hand, `{}` by the rule, `{"reason"}` another one than now, by the rule. With `ground` and `received_at`, why and
/// since when a procedural body does not let the present one act.
struct PickRequest: Sendable {
    var helper: HelperID?
    let reason: String?
    /// The coded ground of the rule pack (joint circular 10/2018, Điều 6).
    let ground: String?
    /// When the paper that says so came; nil: now.
    let receivedAt: Date?
    /// What was typed into a form in place of an id: a helper's name.
    var name: String?

    /// From a form, where helpers are named, and a moment is a date and a time.
    init(form reader: FieldReader, grounds: [String]) {
        name = reader.optionalString("helper", in: 1...250)
        reason = name == nil ? reader.optionalText("reason", in: 1...1_000) : reader.text("reason", in: 1...1_000)
        ground = reader.optionalChoice("ground", among: grounds)
        let date = reader.optionalDate("received_on")
        let time = reader.optionalString("received_time", in: 4...5)
        receivedAt = date.map { date in
            guard let time, let read = Instant.parse("\(date)T\(time.count == 4 ? "0" : "")\(time):00+07:00") else { return date.start }
            return read
        }
        if let time, time.wholeMatch(of: /([01]?[0-9]|2[0-3]):[0-5][0-9]/) == nil {
            reader.fail("received_time", code: "bad_time", vi: "Giờ viết dạng 14:30.", en: "A time looks like 14:30.")
        }
    }

    /// A reason is needed for a pick by hand. The errors stay with the reader.
    init(_ reader: FieldReader, grounds: [String]) {
        ground = reader.optionalChoice("ground", among: grounds)
        receivedAt = reader.optionalInstant("received_at")
        helper = reader.optionalID("helper")
        reason = reader.has("helper") ? reader.text("reason", in: 1...1_000) : reader.optionalText("reason", in: 1...1_000)
    }
}

extension Assignments {
    /// The codes that the ground of a replacement may have today.
    var changeGrounds: [String] { rules.helperChangeGrounds(on: clock.today).all.map(\.key) }

    /// Picks a helper. A case that has one keeps them unless a reason is given; throws 409 where nobody else could take it, 422 where the helper
    /// that was named cannot. Whom a procedural body does not let act goes even where nobody else is there: the case waits, and its clock runs.
    func pick(_ request: PickRequest, for id: CaseID, _ actor: Actor, check: (CaseAssignment) throws -> Void, in transaction: Transaction)
        async throws -> CaseAssignment
    {
        let assignment = try await begin(id, in: transaction)
        try check(assignment)
        let limit = try limit(of: request, for: assignment)
        let picked: CaseAssignment
        if let helper = request.helper, let reason = request.reason {
            guard helper != assignment.helper else {
                throw Problem.conflict(Bilingual(vi: "Người này đang có vụ việc.", en: "This helper has the case already."))
            }
            let left = try await turnAway(assignment, because: limit, actor, in: transaction)
            picked = try await assigning.byHand(left, helper, reason: reason, within: limit, by: actor, in: transaction)
        } else if let present = assignment.helper {
            guard let reason = request.reason ?? limit?.title.vi else { return assignment }
            let left = try await turnAway(assignment, because: limit, actor, in: transaction)
            picked = try await assigning.automatically(
                left, replacing: present, reason: reason, within: limit, by: actor, in: transaction)
            guard picked.helper != nil || limit != nil else {
                throw Problem.conflict(
                    Bilingual(vi: "Không còn người thực hiện nào khác phù hợp.", en: "There is no other helper who could take it."))
            }
        } else {
            picked = try await assigning.automatically(assignment, reason: request.reason, by: actor, in: transaction)
        }
        if picked.helper != assignment.helper {
            var how = ["helper": picked.helper?.description ?? "", "by": request.helper == nil ? "rule" : "hand"]
            how["ground"] = request.ground
            try record("assignment.picked", picked, actor, how, in: transaction)
        }
        return picked
    }

    /// Throws 422 where the case has nobody to be replaced, is none that a procedural body registers helpers in, or the paper came at no possible time.
    private func limit(of request: PickRequest, for assignment: CaseAssignment) throws -> ReplacementLimit? {
        guard let key = request.ground, let ground = rules.helperChangeGrounds(on: clock.today)[key], let limit = ground.limit else {
            return nil
        }
        guard assignment.helper != nil, assignment.form == .litigation else {
            let message = Bilingual(
                vi: "Chỉ thay người đang tham gia tố tụng theo lý do này.",
                en: "Only a helper who takes part in proceedings is replaced on this ground.")
            throw Problem.validation([FieldError("/ground", code: "nobody_registered", message: message)])
        }
        let receivedAt = request.receivedAt ?? clock.now
        guard receivedAt >= assignment.acceptedOn.start, receivedAt <= clock.now.addingTimeInterval(300) else {
            let message = Bilingual(
                vi: "Văn bản đến sau khi thụ lý và không ở tương lai.", en: "The paper comes after the acceptance, and not in the future.")
            throw Problem.validation([FieldError("/received_at", code: "out_of_range", message: message)])
        }
        return ReplacementLimit(key: limit, title: ground.title, startedAt: receivedAt)
    }

    /// Whom the procedural body does not let act has the case no more, and is not picked for it again (Law 11/2017, Điều 25.1c).
    private func turnAway(_ assignment: CaseAssignment, because limit: ReplacementLimit?, _ actor: Actor, in transaction: Transaction)
        async throws -> CaseAssignment
    {
        guard let limit, let helper = assignment.helper else { return assignment }
        return try await endOffer(assignment, of: helper, ground: "barred_by_procedure", note: limit.title.vi, actor, in: transaction)
    }
}
