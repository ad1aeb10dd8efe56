import Database
import Foundation
import Models
import Rules

/// Decides on a client's eligibility again when a proof comes later (circular 12/2018, Điều 6.2): by the rules and the facts of the day of the
/// request, with one more paper. What was decided before stays on record.
struct DecideAgain: Sendable {
    /// What shows whichever category it is handed in for (circular 08/2017, Điều 33.15).
    static let anyProof = "other_proof"

    let rules: RulePacks
    let requests: RequestStore
    let eligibility: EligibilityStore
    let timeline: TimelineStore

    /// Whether an attachment of that kind may be ticked off as the proof: papers of other kinds always, a proof once all of a category is proved.
    func callAsFunction(
        _ kind: String, _ attachment: AttachmentID, of record: CaseRecord, at now: Date, in transaction: Transaction
    ) async throws -> Bool {
        let isWhole = kind == DossierPaper.proof
        guard isWhole || rules.eligibility(on: record.acceptedOn).papers.contains(where: { $0.kind == kind }) else { return true }
        guard let request = try await requests.find(record.request, locked: true, in: transaction) else { return true }
        let facts = request.factsDecidedOn
        // Whoever hands a paper in as the proof itself says that it is enough (circular 08/2017, Điều 33.15).
        let paper = isWhole ? Self.anyProof : kind
        guard let decision = rules.eligibility(on: facts.date).check(facts, with: paper) else {
            return isWhole || request.eligibility.isDocumented
        }
        try eligibility.decideAgain(request, decision, for: (kind, attachment), at: now, in: transaction)
        try timeline.add(
            "eligibility_decided", to: record, by: nil, ["kind": kind, "state": decision.isDocumented ? "met" : "unproven"], at: now,
            in: transaction)
        return isWhole || decision.isDocumented
    }
}

extension RequestRecord {
    /// What its eligibility was decided on, also where that was not kept with the decision yet.
    var factsDecidedOn: EligibilityFacts {
        eligibility.facts
            ?? EligibilityFacts(
                date: LegalDate(receivedAt), categories: categories, birth: client.birth,
                ethnicity: client.ethnicity.isEmpty ? nil : client.ethnicity, especiallyDifficult: client.residence?.especiallyDifficult,
                hardship: hardship, role: role, field: field, papers: Set(papers))
    }
}
