import Database
import Foundation
import Models
import Outbox
import Rules
import ServiceKit

/// Corrects and completes a request that is not decided (Law 11/2017, Điều 29.1, 30.2): facts that were written down wrongly, proofs that were shown since,
/// and the supplement that had been asked for. What stood there is kept, and eligibility is checked again.
struct CorrectRequest: Sendable {
    let clock: WallClock
    let rules: RulePacks
    let corrections: RequestCorrectionStore
    let eligibility: EligibilityStore
    let parties: PartyStore
    let words: StateWords

    /// Takes `document` (see ``RequestCorrectionDraft``) for `record`, whose row is locked. Throws 409 where it is decided, 422 where nothing differs though
    /// nothing was asked for, and where a category is contradicted.
    func callAsFunction(
        _ document: JSONValue, on record: RequestRecord, as identity: Identity, by actor: Actor, in transaction: Transaction
    ) async throws {
        guard !RequestAction.open(in: record.state).isEmpty else { throw words.refusal(record.state) }
        let draft = try RequestCorrectionDraft(document, of: record, by: identity, rules: rules, today: clock.today)
        let (now, before, after) = (clock.now, RequestEntry(record), draft.entry)
        let made = RequestField.allCases.filter { before.value(of: $0) != after.value(of: $0) }.map {
            RequestCorrection(
                field: $0, old: before.value(of: $0), new: after.value(of: $0), reason: draft.reason, by: actor.name, at: now)
        }
        let isSupplement = record.state == .supplementAsked
        guard !made.isEmpty || isSupplement else { throw Self.nothingDiffers }
        if made.contains(where: \.field.decidesEligibility) {
            let decision = rules.check(after.facts(on: record.factsDecidedOn.date))
            try RegisterRefusal.checkContradictions(decision)
            try eligibility.decideAgain(record, decision, for: nil, at: now, in: transaction)
        }
        corrections.correct(made, of: record, after, in: transaction)
        if made.contains(where: \.field.namesSomebody) {
            try await parties.rename(after.client, of: record, at: now, in: transaction)
        }
        if isSupplement { corrections.receiveSupplement(of: record, draft.reason, by: actor.name, at: now, in: transaction) }
        let names = made.map(\.field.rawValue).joined(separator: " ")
        try transaction.audit(
            actor.entry("request.corrected", "request", record.id.uuid, record.organisation, details: ["fields": names]), at: now)
    }

    private static let nothingDiffers = Problem.validation([
        FieldError(
            "/reason", code: "nothing_differs",
            message: Bilingual(vi: "Không có mục nào khác với yêu cầu đã ghi.", en: "Nothing differs from the request on record."))
    ])
}
