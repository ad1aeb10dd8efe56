import Database
import Foundation
import Models
import Outbox
import Rules
import ServiceKit

/// Corrects an entry of the register. What stood there is kept beside what stands there now; names are searched for conflicts again, eligibility is decided
/// again where what it rests on was wrong, and whoever counts or weighs the case is told.
struct CorrectRegister: Sendable {
    let clock: WallClock
    let rules: RulePacks
    let outbox: Outbox
    let cases: CaseStore
    let requests: RequestStore
    let corrections: RegisterCorrectionStore
    let parties: PartyStore
    let eligibility: EligibilityStore
    let form: CorrectForm
    let quality: QualityStore
    let timeline: TimelineStore
    let announcer: Doorbell

    /// Reads what somebody wants to stand in the entry (see ``RegisterCorrectionDraft``), whose request is locked. Throws 422.
    func read(_ document: JSONValue, on record: CaseRecord, in transaction: Transaction) async throws -> RegisterCorrectionDraft {
        guard let request = try await requests.find(record.request, locked: true, in: transaction) else { throw Problem.notFound() }
        return try RegisterCorrectionDraft(document, of: request, rules: rules, today: clock.today)
    }

    /// Returns what was corrected. Throws 422 where nothing differs or a category is contradicted, 409 where the correction would take the ground from a
    /// decision that stands, with what to do first.
    func callAsFunction(
        _ draft: RegisterCorrectionDraft, on record: CaseRecord, by actor: Actor, in transaction: Transaction
    ) async throws -> [RegisterCorrection] {
        let (now, request) = (clock.now, draft.request)
        let before = RegisterEntry(request)
        let after = draft.corrected(before, countedAs: record.countedAs)
        let made = RegisterField.allCases.filter { before.value(of: $0) != after.value(of: $0) }.map {
            RegisterCorrection(
                field: $0, old: before.value(of: $0), new: after.value(of: $0), reason: draft.reason, by: actor.name, at: now)
        }
        guard !made.isEmpty else { throw RegisterRefusal.nothingDiffers }
        let fields = Set(made.map(\.field))
        if fields.contains(.field) { try await checkField(of: record, in: transaction) }
        let decision = try decideAgain(request, as: after, fields, on: record)
        corrections.correct(made, of: record, after, countedAs: decision ?? request.eligibility, in: transaction)
        if let decision { try eligibility.decideAgain(request, decision, for: nil, at: now, in: transaction) }
        if fields.contains(where: \.namesSomebody) {
            try await parties.rename(after.client, of: request, at: now, in: transaction)
            cases.askForSearch(record.id, at: now, in: transaction)
            transaction.afterCommit { announcer.ring() }
        }
        let names = made.map(\.field.rawValue).joined(separator: " ")
        try timeline.add("register_corrected", to: record, by: actor.name, ["fields": names], at: now, in: transaction)
        try transaction.audit(
            actor.entry("case.register-corrected", "case", record.id.uuid, record.organisation, details: ["fields": names]), at: now)
        if fields.contains(where: \.isTold) { try tell(after, decision ?? request.eligibility, of: record, at: now, in: transaction) }
        let isProved = decision.map { $0.isDocumented && !request.eligibility.isDocumented } ?? false
        try await form(
            after.form, on: record, proving: isProved, version: record.told + (fields.contains(where: \.isTold) ? 2 : 1), in: transaction)
        return made
    }

    private func tell(
        _ entry: RegisterEntry, _ decision: EligibilityDecision, of record: CaseRecord, at now: Date, in transaction: Transaction
    ) throws {
        try outbox.publish(
            CaseCorrected(
                case: record.id, organisation: record.organisation, form: entry.form, field: entry.field, categories: entry.categories,
                countedAs: decision.countedAs ?? record.countedAs, poorAndEthnicMinority: decision.poorAndEthnicMinority,
                gender: entry.client.gender, occurredAt: now, recordedAt: now),
            version: record.told + 1, in: transaction)
        cases.countTold(record.id, in: transaction)
    }

    /// What was found of a case's success was found by the criteria of its field (circular 12/2018, Điều 14.1).
    private func checkField(of record: CaseRecord, in transaction: Transaction) async throws {
        let found = try await quality.findings(of: record.id, in: transaction)
        if found.map({ !$0.criteria.isEmpty }) ?? false { throw RegisterRefusal.successWasFound }
    }

    /// By the rules and the papers of before, with the true facts; nil where eligibility does not rest on what was corrected.
    private func decideAgain(
        _ request: RequestRecord, as entry: RegisterEntry, _ fields: Set<RegisterField>, on record: CaseRecord
    ) throws -> EligibilityDecision? {
        guard fields.contains(where: \.decidesEligibility) else { return nil }
        var facts = request.factsDecidedOn
        facts.birth = entry.client.birth
        facts.ethnicity = entry.client.ethnicity.isEmpty ? nil : entry.client.ethnicity
        facts.field = entry.field
        facts.categories = entry.categories
        // It was taken as the proof of a category that the client is not of.
        if !Set(request.categories).isSubset(of: entry.categories) { facts.papers.remove(DecideAgain.anyProof) }
        let decision = rules.check(facts)
        if fields.contains(.categories) {
            try RegisterRefusal.checkContradictions(decision)
        } else if decision.countedAs != record.countedAs || decision.poorAndEthnicMinority != record.poorAndEthnicMinority {
            throw RegisterRefusal.anotherCategory
        }
        if request.eligibility.isDocumented, !decision.isDocumented { throw RegisterRefusal.notProved }
        return decision
    }
}
