import Database
import Foundation
import Models
import Outbox
import Rules

/// Asks for the papers that what happened to a case makes necessary (circular 12/2018, Điều 11.2b, 11.2đ): a decision on the change of its helper, the
/// notice that it is not gone on with. What was asked for before stays.
struct RequirePapers: Sendable {
    let clock: WallClock
    let rules: RulePacks
    let outbox: Outbox
    let cases: CaseStore
    let dossier: DossierStore

    /// Adds what is new, its limit counted from `start`, and tells how complete the dossier is now, as message `version` of the case. Returns
    /// false where nothing is new and the case goes on: then nothing is told.
    ///
    /// - Parameter dueOn: the day of all that is new, where that does not follow from its kind.
    @discardableResult
    func callAsFunction(
        _ facts: DossierFacts, of record: CaseRecord, from start: Date, dueOn: LegalDate? = nil, version: Int, in transaction: Transaction
    ) async throws -> Bool {
        let known = Set(try await dossier.papers(of: record.id, in: transaction).map(\.kind))
        let asked = rules.dossier(on: record.acceptedOn).required(form: record.form, facts: facts)
        let new = asked.enumerated().filter { !known.contains($0.element.kind) && ($0.element.stage != .end || record.isFinished) }
        guard !new.isEmpty || facts.stopped else { return false }
        for (position, paper) in new { dossier.add(paper, at: position, of: record, from: start, dueOn: dueOn, in: transaction) }
        dossier.count(of: record.id, in: transaction)
        let state = DossierState(try await dossier.papers(of: record.id, in: transaction), facts.stopped ? .stopped : record.phase)
        try outbox.publish(state.message(record, at: clock.now), version: version, in: transaction)
        cases.countTold(record.id, in: transaction)
        return true
    }
}
