import Database
import Foundation
import Models
import Outbox
import Rules
import ServiceKit

/// Gives written advice the longer limit of the law, once, with the reason kept (Law 11/2017, Điều 32.2). Its clock follows.
struct ExtendAdvice: Sendable {
    let clock: WallClock
    let rules: RulePacks
    let dossier: DossierStore
    let timeline: TimelineStore

    /// Reads `{"reason"}`.
    static func reason(_ document: JSONValue) throws -> String {
        let reader = FieldReader(document)
        let reason = reader.text("reason", in: 3...2_000)
        try reader.finish()
        return reason
    }

    /// Throws 409 where no written advice is awaited, or where it was extended before.
    func callAsFunction(_ reason: String, on record: CaseRecord, by actor: Actor, in transaction: Transaction) async throws {
        let papers = try await dossier.papers(of: record.id, in: transaction)
        guard !record.state.hasEnded, let (paper, day) = rules.extendable(papers, of: record) else {
            throw Problem.conflict(
                Bilingual(
                    vi: "Vụ việc không chờ văn bản tư vấn, hoặc thời hạn đã được kéo dài.",
                    en: "The case awaits no written advice, or its time was extended before."))
        }
        let now = clock.now
        dossier.extend(paper.kind, of: record.id, to: day, PaperExtension(reason: reason, by: actor.name, at: now), in: transaction)
        let details = ["due_on": day.description, "reason": reason]
        try timeline.add("advice_extended", to: record, by: actor.name, details, at: now, in: transaction)
        try transaction.audit(
            actor.entry("case.advice-extended", "case", record.id.uuid, record.organisation, details: ["due_on": day.description]), at: now)
    }
}
