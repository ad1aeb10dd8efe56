import Database
import Models
import Outbox
import Rules
import ServiceKit

extension AssignHelper {
    /// Offers the case to `helper` and tells of it.
    func give(
        _ assignment: CaseAssignment, to helper: PoolHelper, _ explanation: Explanation, within limit: ReplacementLimit? = nil,
        in transaction: Transaction
    ) async throws -> CaseAssignment {
        var explanation = explanation
        explanation.chosen = helper.id
        let now = clock.now
        let previous = assignment.helper ?? assignment.previous
        let given = try await AssignmentStore.offer(
            assignment.id, to: helper, previous: previous, explanation, within: limit, at: now, in: transaction)
        guard let given else { throw Problem.notFound() }
        try outbox.publish(
            CaseAssigned(
                case: given.id, code: given.code, organisation: given.organisation, province: given.province, form: given.form,
                helper: helper.id, helperName: helper.name, helperKind: helper.kind, helperOrganisationKind: helper.organisationKind,
                previous: previous, automatic: explanation.automatic, pickedBy: explanation.pickedBy, reason: explanation.reason,
                limit: limit?.key.rawValue, limitFrom: limit?.startedAt,
                occurredAt: now, recordedAt: now),
            version: given.messages, in: transaction)
        return given
    }

    /// Leaves the case with the helper who has had it since `date`, and tells of it.
    func keep(
        _ assignment: CaseAssignment, with helper: PoolHelper, _ explanation: Explanation, on date: LegalDate, in transaction: Transaction
    ) async throws {
        guard
            try await AssignmentStore.offer(
                assignment.id, to: helper, previous: nil, explanation, at: date.start, in: transaction) != nil,
            let kept = try await AssignmentStore.accept(assignment.id, at: date.start, in: transaction)
        else { throw Problem.notFound() }
        try outbox.publish(
            CaseAssigned(
                case: kept.id, code: kept.code, organisation: kept.organisation, province: kept.province, form: kept.form,
                helper: helper.id, helperName: helper.name, helperKind: helper.kind, helperOrganisationKind: helper.organisationKind,
                automatic: false, imported: true, occurredAt: date.start, recordedAt: clock.now),
            version: kept.messages, in: transaction)
    }

    /// Leaves the case without a helper and tells of it.
    func wait(
        _ assignment: CaseAssignment, _ explanation: Explanation, within limit: ReplacementLimit? = nil, in transaction: Transaction
    ) async throws -> CaseAssignment {
        let now = clock.now
        let previous = assignment.helper ?? assignment.previous
        let waiting = try await AssignmentStore.wait(
            assignment.id, previous: previous, explanation, within: limit, at: now, in: transaction)
        guard let waiting else { throw Problem.notFound() }
        try outbox.publish(
            NoHelperFound(
                case: waiting.id, code: waiting.code, organisation: waiting.organisation, province: waiting.province,
                exclusions: explanation.counts, occurredAt: now, recordedAt: now),
            version: waiting.messages, in: transaction)
        return waiting
    }

    /// Leaves a case whose work rests without a helper: one is looked for when it goes on.
    func waitForResumption(_ assignment: CaseAssignment, in transaction: Transaction) async throws -> CaseAssignment {
        let explanation = Explanation(
            automatic: true, candidates: [], exclusions: [], scores: [:],
            rule: LocalizedText(
                vi: "Vụ việc đang tạm dừng: khi tiếp tục thực hiện mới tìm người.",
                en: "The case is suspended: a helper is looked for once the work goes on."),
            packs: [], organisation: assignment.organisation, at: clock.now)
        return try await wait(assignment, explanation, in: transaction)
    }

    /// 422: the helper that was named cannot take the case.
    static func unfit(_ reason: ExclusionReason) -> Problem {
        Problem.validation([FieldError("/helper", code: reason.rawValue, message: reason.sentence)])
    }

    /// 422: nobody of that id at the case's organisation.
    static var unknownHelper: Problem {
        let message = Bilingual(
            vi: "Tổ chức thụ lý vụ việc không có người thực hiện này.", en: "The organisation of the case has no such helper.")
        return Problem.validation([FieldError("/helper", code: "unknown_helper", message: message)])
    }
}

extension ExclusionReason {
    /// The rule in words.
    var sentence: Bilingual {
        switch self {
        case .inactive: Bilingual(vi: "Người này không còn thực hiện trợ giúp pháp lý.", en: "This helper is no longer active.")
        case .kind:
            Bilingual(
                vi: "Loại người thực hiện này không được thực hiện hình thức trợ giúp này",
                en: "Helpers of this kind do not give this form of aid"
            ).citing("Law 11/2017, Điều 31–33")
        case .absent: Bilingual(vi: "Người này vắng mặt hôm nay.", en: "This helper is absent today.")
        case .conflict:
            Bilingual(
                vi: "Đã hoặc đang thực hiện cho bên có quyền lợi đối lập", en: "Acts or has acted for the opposing party"
            ).citing("Law 11/2017, Điều 25.2a")
        case .refused: Bilingual(vi: "Người này đã từ chối vụ việc này.", en: "This helper has refused this case.")
        case .replaced: Bilingual(vi: "Người này đang được thay thế.", en: "This helper is being replaced.")
        }
    }
}
