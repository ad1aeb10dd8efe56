import Database
import Foundation
import Models
import Outbox
import Rules
import ServiceKit

/// Corrects an entry of the register. What stood there is kept beside what stands there now; names are searched for conflicts again, and eligibility
/// is decided again where the client's age or people were wrong.
struct CorrectRegister: Sendable {
    let clock: WallClock
    let rules: RulePacks
    let cases: CaseStore
    let requests: RequestStore
    let corrections: RegisterCorrectionStore
    let eligibility: EligibilityStore
    let timeline: TimelineStore
    let announcer: Doorbell

    /// Returns what was corrected. Throws 422 where nothing differs, 409 where the client would no longer be of the category that the case is counted
    /// in: then it was no slip of the pen.
    func callAsFunction(
        _ draft: RegisterCorrectionDraft, on record: CaseRecord, by actor: Actor, in transaction: Transaction
    ) async throws -> [RegisterCorrection] {
        guard let request = try await requests.find(record.request, locked: true, in: transaction) else { throw Problem.notFound() }
        let now = clock.now
        let made = RegisterField.allCases.compactMap { field -> RegisterCorrection? in
            guard let new = draft.changes[field], new != request.value(of: field) else { return nil }
            return RegisterCorrection(
                field: field, old: request.value(of: field), new: new, reason: draft.reason, by: actor.name, at: now)
        }
        guard !made.isEmpty else { throw Self.nothingDiffers }
        let client = request.client.corrected(by: made)
        try decideAgain(request, as: client, made, on: record, at: now, in: transaction)
        corrections.correct(
            made, of: record, client: client, summary: made.last { $0.field == .summary }?.new ?? request.summary, in: transaction)
        if made.contains(where: \.field.namesSomebody) {
            try await corrections.rename(client, of: record, at: now, in: transaction)
            cases.askForSearch(record.id, at: now, in: transaction)
            transaction.afterCommit { announcer.ring() }
        }
        let fields = made.map(\.field.rawValue).joined(separator: " ")
        try timeline.add("register_corrected", to: record, by: actor.name, ["fields": fields], at: now, in: transaction)
        try transaction.audit(
            actor.entry("case.register-corrected", "case", record.id.uuid, record.organisation, details: ["fields": fields]), at: now)
        return made
    }

    /// By the rules and the papers of before, with the client's true age and people.
    private func decideAgain(
        _ request: RequestRecord, as client: RequestDraft.Client, _ made: [RegisterCorrection], on record: CaseRecord, at now: Date,
        in transaction: Transaction
    ) throws {
        guard made.contains(where: { $0.field == .birth || $0.field == .ethnicity }) else { return }
        var facts = request.factsDecidedOn
        facts.birth = client.birth
        facts.ethnicity = client.ethnicity.isEmpty ? nil : client.ethnicity
        let decision = rules.check(facts)
        guard decision.countedAs == record.countedAs, decision.poorAndEthnicMinority == record.poorAndEthnicMinority else {
            throw Self.anotherCategory
        }
        try eligibility.decideAgain(request, decision, for: nil, at: now, in: transaction)
    }

    private static let nothingDiffers = Problem.validation([
        FieldError(
            "/reason", code: "nothing_differs",
            message: Bilingual(vi: "Không có mục nào khác với sổ.", en: "Nothing differs from the register."))
    ])

    private static let anotherCategory = Problem.conflict(
        Bilingual(
            vi: "Theo thông tin mới, người này không còn thuộc diện đã ghi trong sổ; đây không phải là sửa chữa ghi chép. "
                + "Hãy xem xét không tiếp tục thực hiện vụ việc (Luật Trợ giúp pháp lý, Điều 37.1a).",
            en: "By the new facts the client is not of the category in the register: that is no slip of the pen. "
                + "Consider stopping the case (Law on Legal Aid, Article 37.1a)."))
}

extension RequestRecord {
    /// What stands in the register.
    func value(of field: RegisterField) -> String? {
        switch field {
        case .name: client.name
        case .birth: client.birth?.description
        case .ethnicity: client.ethnicity.isEmpty ? nil : client.ethnicity
        case .identityNumber: client.identityNumber
        case .phone: client.phone
        case .address: client.address
        case .summary: summary
        }
    }
}

extension RequestDraft.Client {
    fileprivate func corrected(by made: [RegisterCorrection]) -> RequestDraft.Client {
        var client = self
        for one in made {
            switch one.field {
            case .name: client.name = one.new ?? client.name
            case .birth: client.birth = one.new.flatMap { LegalDate($0) } ?? client.birth
            case .ethnicity: client.ethnicity = one.new ?? client.ethnicity
            case .identityNumber: client.identityNumber = one.new
            case .phone: client.phone = one.new
            case .address: client.address = one.new
            case .summary: break
            }
        }
        return client
    }
}
