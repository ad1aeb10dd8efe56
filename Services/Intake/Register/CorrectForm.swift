import Database
import Models
import Outbox
import Rules
import ServiceKit

/// Brings what hangs on the form of aid in line with a corrected entry: the papers that the dossier must hold (circular 12/2018, Điều 11.2–11.4). Refuses where
/// something was decided by the form of before.
struct CorrectForm: Sendable {
    let clock: WallClock
    let rules: RulePacks
    let outbox: Outbox
    let cases: CaseStore
    let dossier: DossierStore
    let eligibility: EligibilityStore
    let pay: PayStore
    let quality: QualityStore
    let timeline: TimelineStore

    /// - Parameters:
    ///   - proving: the papers that are there prove the client's category now, and did not before.
    ///   - version: of the message that tells of the dossier, where it has changed.
    /// - Throws: 409 with what to do first.
    func callAsFunction(
        _ form: AidForm, on record: CaseRecord, proving: Bool, version: Int, in transaction: Transaction
    ) async throws {
        var hasChanged = false
        if form != record.form {
            try await check(form, on: record, in: transaction)
            let pack = rules.dossier(on: record.acceptedOn)
            let listed = pack.listed(form: form)
            let known = Set(try await dossier.papers(of: record.id, in: transaction).map(\.kind))
            dossier.drop(notIn: listed, of: record.id, in: transaction)
            let asked = pack.required(form: form)
            for (position, paper) in asked.enumerated() where !known.contains(paper.kind) {
                dossier.add(paper, at: position, of: record, dueOn: rules.lastDay(for: paper, from: record.acceptedOn), in: transaction)
            }
            dossier.count(of: record.id, in: transaction)
            hasChanged = true
        }
        if proving, let proof = try await eligibility.lastPaper(of: record.request, in: transaction) {
            let ticked = try await dossier.tick(proof.kind, of: record.id, by: proof.attachment, at: clock.now, in: transaction)
            hasChanged = hasChanged || ticked > 0
        }
        guard hasChanged else { return }
        let state = DossierState(try await dossier.papers(of: record.id, in: transaction), record.phase)
        try outbox.publish(state.message(record, at: clock.now), version: version, in: transaction)
        cases.countTold(record.id, in: transaction)
    }

    private func check(_ form: AidForm, on record: CaseRecord, in transaction: Transaction) async throws {
        guard record.state.isOpen || record.state == .suspended else {
            throw record.allows(.reopen) ? RegisterRefusal.formOfAnEndedCase : RegisterRefusal.formOfAPastCase
        }
        if let helper = record.helper, !rules.helperKinds(on: clock.today).may(helper.kind, take: form) {
            throw RegisterRefusal.formNotOfHelper
        }
        if try await timeline.hasDecisionInForce(of: record.id, in: transaction) { throw RegisterRefusal.formOfDecision }
        let terms = try await pay.terms(of: record.id, in: transaction)
        let appraisals = try await pay.appraisals(of: record.id, in: transaction)
        if !terms.isEmpty || !appraisals.isEmpty { throw RegisterRefusal.formOfPay }
        if try await !quality.rounds(of: record.id, in: transaction).isEmpty { throw RegisterRefusal.formOfQuality }
    }
}
