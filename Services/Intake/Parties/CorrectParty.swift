import Database
import Foundation
import Models
import Outbox
import ServiceKit

/// Corrects somebody whom a case names, or takes them out. What stood there is kept; the case is searched for conflicts of interest again, and what a wrong
/// name caused is lifted (``SearchAgain``; Law 11/2017, Điều 25.2a).
struct CorrectParty: Sendable {
    let clock: WallClock
    let cases: CaseStore
    let parties: PartyStore
    let corrections: PartyCorrectionStore
    let timeline: TimelineStore
    let announcer: Doorbell

    /// Returns what was corrected. Throws 422 where nothing differs.
    func callAsFunction(_ draft: PartyCorrectionDraft, of party: Party, on record: CaseRecord, by actor: Actor, in transaction: Transaction)
        throws -> [PartyCorrection]
    {
        let made = differences(of: party, because: draft.reason, by: actor) { draft.value(of: $0, of: party) }
        guard !made.isEmpty else { throw RegisterRefusal.nothingDiffers }
        let person = RequestDraft.Party(
            name: draft.value(of: .name, of: party) ?? party.name,
            birthYear: draft.value(of: .birthYear, of: party).flatMap { Int($0) },
            identityNumber: draft.value(of: .identityNumber, of: party))
        let role = draft.value(of: .role, of: party).flatMap(PartyRole.init) ?? party.role
        parties.remove(party, of: record, in: transaction)
        let rows = PartyRow.rows(of: person, role: role, birth: nil, as: party.id, at: clock.now)
        parties.insert(rows, of: record, by: party.enteredBy, at: party.enteredAt, in: transaction)
        try leave("party_corrected", "case.party-corrected", made, of: party, on: record, by: actor, in: transaction)
        return made
    }

    /// Returns what stood there.
    func takeOut(_ party: Party, because reason: String, of record: CaseRecord, by actor: Actor, in transaction: Transaction) throws
        -> [PartyCorrection]
    {
        let made = differences(of: party, because: reason, by: actor) { _ in nil }
        parties.remove(party, of: record, in: transaction)
        try leave("party_taken_out", "case.party-taken-out", made, of: party, on: record, by: actor, in: transaction)
        return made
    }

    private func differences(of party: Party, because reason: String, by actor: Actor, _ value: (PartyField) -> String?)
        -> [PartyCorrection]
    {
        PartyField.allCases.filter { party.value(of: $0) != value($0) }.map {
            PartyCorrection(field: $0, old: party.value(of: $0), new: value($0), reason: reason, by: actor.name, at: clock.now)
        }
    }

    private func leave(
        _ kind: String, _ act: String, _ made: [PartyCorrection], of party: Party, on record: CaseRecord, by actor: Actor,
        in transaction: Transaction
    ) throws {
        let now = clock.now
        corrections.keep(made, of: party.id, on: record, in: transaction)
        cases.askForSearch(record.id, at: now, in: transaction)
        transaction.afterCommit { announcer.ring() }
        let details = ["role": party.role.rawValue, "fields": made.map(\.field.rawValue).joined(separator: " ")]
        try timeline.add(kind, to: record, by: actor.name, details, at: now, in: transaction)
        try transaction.audit(actor.entry(act, "case", record.id.uuid, record.organisation, details: details), at: now)
    }
}
