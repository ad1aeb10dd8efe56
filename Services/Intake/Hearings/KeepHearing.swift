import Database
import Foundation
import Models
import Outbox
import ServiceKit

/// Fixes hearings, changes them, and says what became of them.
struct KeepHearing: Sendable {
    let clock: WallClock
    let hearings: HearingStore
    let timeline: TimelineStore

    /// Returns its id. Throws 409 where the case has ended.
    func schedule(_ draft: HearingDraft, follows: HearingID? = nil, on record: CaseRecord, by actor: Actor, in transaction: Transaction)
        throws -> HearingID
    {
        try checkOpen(record)
        let now = clock.now
        let id = HearingID(at: now)
        hearings.insert(draft, id, on: record, follows: follows, by: actor.name, at: now, in: transaction)
        try tell("scheduled", id, draft.kind, draft.startsAt, on: record, by: actor, at: now, in: transaction)
        return id
    }

    /// Throws 409 where it is over already.
    func change(_ hearing: Hearing, to draft: HearingDraft, on record: CaseRecord, by actor: Actor, in transaction: Transaction) throws {
        try checkOpen(record)
        try check(hearing)
        let now = clock.now
        hearings.change(hearing, to: draft, by: actor.name, at: now, in: transaction)
        try tell("changed", hearing.id, draft.kind, draft.startsAt, on: record, by: actor, at: now, in: transaction)
    }

    /// Returns the id of the one that it was adjourned to, where that is known.
    func end(_ hearing: Hearing, _ outcome: HearingOutcome, on record: CaseRecord, by actor: Actor, in transaction: Transaction) throws
        -> HearingID?
    {
        try check(hearing)
        let now = clock.now
        hearings.end(hearing, as: outcome.state, outcome.outcome, by: actor.name, at: now, in: transaction)
        try tell(outcome.state.rawValue, hearing.id, hearing.kind, hearing.startsAt, on: record, by: actor, at: now, in: transaction)
        guard let next = outcome.nextAt else { return nil }
        let draft = HearingDraft(after: hearing, at: next)
        return try schedule(draft, follows: hearing.id, on: record, by: actor, in: transaction)
    }

    func withdraw(_ hearing: Hearing, because reason: String, on record: CaseRecord, by actor: Actor, in transaction: Transaction) throws {
        try check(hearing)
        let now = clock.now
        hearings.end(hearing, as: .withdrawn, reason, by: actor.name, at: now, in: transaction)
        try tell("withdrawn", hearing.id, hearing.kind, hearing.startsAt, on: record, by: actor, at: now, in: transaction)
    }

    private func tell(
        _ what: String, _ id: HearingID, _ kind: String, _ startsAt: Date, on record: CaseRecord, by actor: Actor, at now: Date,
        in transaction: Transaction
    ) throws {
        try timeline.add(
            "hearing_\(what)", to: record, by: actor.name, ["hearing": kind, "starts_at": Instant.format(startsAt)], at: now,
            in: transaction)
        try transaction.audit(
            actor.entry("case.hearing-\(what)", "case", record.id.uuid, record.organisation, details: ["hearing": id.description]), at: now)
    }

    private func checkOpen(_ record: CaseRecord) throws {
        guard record.state.isOpen else {
            throw Problem.conflict(Bilingual(vi: "Vụ việc đã kết thúc.", en: "The case has ended."))
        }
    }

    private func check(_ hearing: Hearing) throws {
        guard hearing.state == .scheduled else {
            throw Problem.conflict(
                Bilingual(vi: "Lịch này đã có kết quả hoặc đã rút.", en: "What became of this hearing was entered before."))
        }
    }
}

extension HearingDraft {
    /// The same at another hour, for what was adjourned.
    fileprivate init(after hearing: Hearing, at next: Date) {
        kind = hearing.kind
        startsAt = next
        endsAt = nil
        place = hearing.place
        note = hearing.note
    }
}
