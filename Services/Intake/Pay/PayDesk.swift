import Database
import Foundation
import Models
import Outbox
import Rules
import ServiceKit

/// What the pay of a case is reckoned from, and the two decisions in it: what it goes by, and the appraisal of time.
struct PayDesk: Sendable {
    let clock: WallClock
    let rules: RulePacks
    let progress: ProgressStore
    let pay: PayStore
    let expenses: ExpenseStore
    let former: FormerHelperStore
    let timeline: TimelineStore

    func sheet(of record: CaseRecord, in transaction: Transaction) async throws -> PaySheet {
        let appraisals = try await pay.appraisals(of: record.id, in: transaction)
        let latest = appraisals.last?.id
        return PaySheet(
            record, try await progress.list(of: record.id, in: transaction), try await pay.terms(of: record.id, in: transaction),
            appraisals,
            try await latest.asyncMap { try await pay.entries(of: $0, in: transaction) } ?? [],
            try await latest.asyncMap { try await pay.helpers(of: $0, in: transaction) } ?? [],
            try await expenses.list(of: record.id, in: transaction), try await former.helpers(of: record.id, in: transaction))
    }

    /// Who is meant by `id`, of those who have or had the case: by default whoever has it now; a helper means themselves only. Throws 409 where nobody
    /// has the case, 422 where it is none of them.
    func helper(_ id: HelperID?, of record: CaseRecord, for identity: Identity, in transaction: Transaction) async throws -> CaseHelper {
        guard let wanted = id ?? record.helper?.id else {
            throw Problem.conflict(Bilingual(vi: "Vụ việc chưa có người thực hiện.", en: "The case has no helper."))
        }
        let known = record.helper.map { $0.id == wanted ? [$0] : [] } ?? []
        let all = known.isEmpty ? try await sheet(of: record, in: transaction).everyone : known
        guard let helper = all.first(where: { $0.id == wanted }),
            identity.reach(.workOnCases) != .own || helper.id == identity.helper
        else {
            throw Problem.validation([
                FieldError(
                    "/helper", code: "not_of_this_case",
                    message: Bilingual(
                        vi: "Không thực hiện vụ việc này, hoặc không phải là bạn.", en: "Has no part in this case, or is not you."))
            ])
        }
        return helper
    }

    /// Enters what the case's helper chose, or with `helper` one who had it. Throws 409 where it was chosen before: it does not change (circular 02/2021, Điều 9.1).
    func choose(_ document: JSONValue, for change: WorkDesk.Change) async throws {
        let record = change.record
        let reader = FieldReader(document)
        let basis: PayBasis = reader.choice("basis")
        let date = reader.date("chosen_on", in: min(record.acceptedOn, clock.today)...clock.today)
        if basis == .lumpSum, reader.isSound("basis"), rules.pay(on: date).lumpSum(for: record.form) == nil {
            reader.fail(
                "basis", code: "not_for_this_form", vi: "Khoán chi vụ việc chỉ áp dụng cho tham gia tố tụng.",
                en: "A lump sum is for litigation only.")
        }
        let named = reader.optionalID("helper", HelperID.self)
        try reader.finish()
        let helper = try await helper(named, of: record, for: change.identity, in: change.transaction)
        let now = clock.now
        guard try await pay.choose(basis, on: date, of: helper.id, for: record, by: change.actor.name, at: now, in: change.transaction)
        else {
            throw Problem.conflict(
                Bilingual(
                    vi: "Đã chọn hình thức chi trả trước đó; không thay đổi được.",
                    en: "What it is paid by was chosen before and does not change."))
        }
        try change.transaction.audit(
            change.actor.entry(
                "case.pay-basis-chosen", "case", record.id.uuid, record.organisation,
                details: ["helper": helper.id.description, "basis": basis.rawValue]), at: now)
    }

    /// Appraises the time of a case. Throws 403 where it is the appraiser's own case.
    func appraise(_ document: JSONValue, for change: WorkDesk.Change) async throws -> UUID {
        let record = change.record
        let sheet = try await sheet(of: record, in: change.transaction)
        if let own = change.identity.helper, sheet.helpers.contains(where: { $0.helper.id == own }) {
            throw Problem.forbidden(
                Bilingual(vi: "Không ai thẩm định thời gian của chính mình.", en: "Nobody appraises their own time."))
        }
        let appraisal = try NewAppraisal(document, of: sheet, pack: rules.pay(on: record.endedOn ?? clock.today))
        let now = clock.now
        let id = UUID.v7(at: now)
        pay.insert(appraisal, id, of: record, by: change.actor.name, at: now, in: change.transaction)
        try timeline.add("time_appraised", to: record, by: change.actor.name, at: now, in: change.transaction)
        try change.transaction.audit(
            change.actor.entry("case.time-appraised", "case", record.id.uuid, record.organisation, details: ["appraisal": id.text]), at: now
        )
        return id
    }
}
