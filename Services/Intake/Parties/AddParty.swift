import Database
import Foundation
import Models
import Outbox
import ServiceKit

/// Adds somebody to those whom a case names: it is searched for conflicts of interest again right after (``SearchAgain``).
struct AddParty: Sendable {
    let clock: WallClock
    let cases: CaseStore
    let parties: PartyStore
    let timeline: TimelineStore
    let announcer: Doorbell

    /// Returns the id. Throws 409 where the case has ended.
    func callAsFunction(_ draft: PartyDraft, on record: CaseRecord, by actor: Actor, in transaction: Transaction) throws -> UUID {
        guard !record.state.hasEnded else {
            throw Problem.conflict(Bilingual(vi: "Vụ việc đã kết thúc.", en: "The case has ended."))
        }
        let now = clock.now
        let rows = PartyRow.rows(of: draft.person, role: draft.role, birth: nil, at: now)
        parties.insert(rows, of: record, by: actor.name, at: now, in: transaction)
        cases.askForSearch(record.id, at: now, in: transaction)
        try timeline.add("party_added", to: record, by: actor.name, ["role": draft.role.rawValue], at: now, in: transaction)
        try transaction.audit(
            actor.entry("case.party-added", "case", record.id.uuid, record.organisation, details: ["role": draft.role.rawValue]), at: now)
        transaction.afterCommit { announcer.ring() }
        return rows[0].id
    }
}
