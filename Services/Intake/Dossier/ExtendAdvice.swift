import Database
import Foundation
import Models
import Outbox
import Rules
import ServiceKit

/// Gives written advice the longer limit of the law, once, with the reason kept; or the time that was agreed with the client where that is longer still, as often
/// as it is agreed on (Law 11/2017, Điều 32.2: “không quá 30 ngày, trừ trường hợp có thỏa thuận khác với người được trợ giúp pháp lý”). Its clock follows.
struct ExtendAdvice: Sendable {
    let clock: WallClock
    let rules: RulePacks
    let dossier: DossierStore
    let timeline: TimelineStore

    /// Throws 409 where no written advice is awaited, or where it was extended before and nothing was agreed; 422 where the law's longer limit is longer than what
    /// was agreed.
    func callAsFunction(_ draft: AdviceExtensionDraft, on record: CaseRecord, by actor: Actor, in transaction: Transaction) async throws {
        let papers = try await dossier.papers(of: record.id, in: transaction)
        guard !record.state.hasEnded, let (paper, longest) = rules.extendable(papers, of: record),
            draft.agreement != nil || paper.extended == nil
        else { throw Self.nothingToExtend }
        if let agreement = draft.agreement, agreement.until <= longest { throw Self.notLonger }
        let day = draft.agreement?.until ?? longest
        let now = clock.now
        dossier.extend(paper.kind, of: record.id, to: day, PaperExtension(draft, by: actor.name, at: now), in: transaction)
        var days = ["due_on": day.description]
        days["agreed_on"] = draft.agreement?.on.description
        let details = days.merging(["reason": draft.reason]) { $1 }
        try timeline.add("advice_extended", to: record, by: actor.name, details, at: now, in: transaction)
        try transaction.audit(actor.entry("case.advice-extended", "case", record.id.uuid, record.organisation, details: days), at: now)
    }

    private static let nothingToExtend = Problem.conflict(
        Bilingual(
            vi:
                "Vụ việc không chờ văn bản tư vấn, hoặc thời hạn đã được kéo dài; lâu hơn nữa phải có thỏa thuận với người được trợ giúp pháp lý.",
            en: "The case awaits no written advice, or its time was extended before; longer still takes an agreement with the client."))

    private static let notLonger = Problem.validation([
        FieldError(
            "/agreed_until", code: "not_longer",
            message: Bilingual(
                vi: "Ngày này không sau hạn kéo dài của luật (30 ngày): không cần thỏa thuận, hãy để trống.",
                en: "This day is not after the law's longer limit (30 days): no agreement is needed, leave it empty."))
    ])
}
