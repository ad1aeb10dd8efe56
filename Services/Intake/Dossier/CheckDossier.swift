import Database
import HTTPTypes
import Models
import Outbox
import Rules
import ServiceKit

/// Holds a case back from its end while papers are missing that should be there, and its dossier from the handover while any is, unless who leads the
/// organisation records why.
struct CheckDossier: Sendable {
    /// What is held back.
    enum Step {
        case finish, handOver
    }

    let clock: WallClock
    let rules: RulePacks
    let waivers: WaiverStore
    let timeline: TimelineStore

    /// Returns what was waived; nil where nothing was missing. What who leads let pass at the end of a case is handed over as it is, unless they say more.
    /// Throws 409 with every gap, 403 where the reason comes from somebody who may not give it.
    func callAsFunction(
        _ step: Step, _ papers: [DossierPaper], of record: CaseRecord, reason: String?, by actor: Actor, mayWaive: Bool,
        in transaction: Transaction
    ) async throws -> DossierWaiver? {
        let gaps = rules.gaps(of: record, papers).filter { step == .handOver || $0.blocks }
        guard !gaps.isEmpty else { return nil }
        guard let reason else {
            if step == .handOver, let earlier = try await waivers.latest(of: record.id, in: transaction) { return earlier }
            throw Self.incomplete(gaps, step)
        }
        guard mayWaive else {
            throw Problem.forbidden(
                Bilingual(
                    vi: "Chỉ người đứng đầu tổ chức được cho qua khi hồ sơ còn thiếu giấy tờ.",
                    en: "Only who leads the organisation may let this pass while papers are missing."))
        }
        let waiver = DossierWaiver(kinds: gaps.map(\.paper.kind), reason: reason, by: actor.name, at: clock.now)
        waivers.insert(waiver, of: record, in: transaction)
        let kinds = waiver.kinds.joined(separator: " ")
        try timeline.add("papers_waived", to: record, by: actor.name, ["kinds": kinds, "reason": reason], at: waiver.at, in: transaction)
        try transaction.audit(
            actor.entry("case.papers-waived", "case", record.id.uuid, record.organisation, details: ["kinds": kinds]), at: waiver.at)
        return waiver
    }

    private static func incomplete(_ gaps: [DossierGap], _ step: Step) -> Problem {
        Problem(
            "dossier-incomplete", status: .conflict, title: Bilingual(vi: "Hồ sơ còn thiếu giấy tờ", en: "Papers are missing"),
            detail: step.refusal(gaps.count),
            errors: gaps.map {
                FieldError(JSONPointer.root.member("dossier").member($0.paper.kind), code: "paper_missing", message: $0.sentence)
            })
    }
}

extension CheckDossier.Step {
    /// That it cannot be done while so many papers are missing.
    fileprivate func refusal(_ count: Int) -> Bilingual {
        switch self {
        case .finish:
            Bilingual(
                vi: "Chưa kết thúc được: hồ sơ còn thiếu \(count) giấy tờ.",
                en: "The case cannot be finished: papers missing from its dossier: \(count).")
        case .handOver:
            Bilingual(
                vi: "Chưa bàn giao được: hồ sơ còn thiếu \(count) giấy tờ.",
                en: "The dossier cannot be handed over: papers missing from it: \(count).")
        }
    }
}

extension DossierGap {
    /// Which paper, by when, and from whom.
    var sentence: Bilingual {
        let title = paper.title
        let due = dueOn.map { Bilingual(vi: ", hạn \($0.inVietnamese)", en: ", due \($0.inEnglish)") } ?? ""
        return Bilingual(vi: "\(title.vi)\(due.vi) – \(owedBy.title.vi).", en: "\(title.en)\(due.en) – \(owedBy.title.en).")
    }
}

extension PaperKind.Debtor {
    /// Who that is, in an answer of the API.
    var title: Bilingual {
        switch self {
        case .client: Bilingual(vi: "người được trợ giúp pháp lý nộp", en: "owed by the client")
        case .helper: Bilingual(vi: "người thực hiện nộp", en: "owed by the helper")
        case .organisation: Bilingual(vi: "tổ chức thực hiện lập", en: "owed by the organisation")
        }
    }
}
