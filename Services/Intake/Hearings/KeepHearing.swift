import Database
import Foundation
import Models
import Outbox
import ServiceKit

/// Fixes hearings, changes them, and says what became of them; each is told, so that its helper is reminded of what holds.
struct KeepHearing: Sendable {
    let clock: WallClock
    let outbox: Outbox
    let hearings: HearingStore
    let timeline: TimelineStore

    /// Returns its id. Throws 409 where the case has ended.
    func schedule(_ draft: HearingDraft, follows: Hearing? = nil, on record: CaseRecord, by actor: Actor, in transaction: Transaction)
        throws -> HearingID
    {
        try checkOpen(record)
        let now = clock.now
        let id = HearingID(at: now)
        hearings.insert(draft, id, on: record, follows: follows?.id, by: actor.name, at: now, in: transaction)
        let hearing = HearingChanged(draft, id, of: record, movedFrom: follows?.startsAt, at: now)
        try tell("scheduled", hearing, version: 1, on: record, by: actor, in: transaction)
        return id
    }

    /// Throws 409 where it is over already.
    func change(_ hearing: Hearing, to draft: HearingDraft, on record: CaseRecord, by actor: Actor, in transaction: Transaction) throws {
        try checkOpen(record)
        try check(hearing)
        let now = clock.now
        hearings.change(hearing, to: draft, by: actor.name, at: now, in: transaction)
        let moved = draft.startsAt == hearing.startsAt ? nil : hearing.startsAt
        try tell(
            "changed", HearingChanged(draft, hearing.id, of: record, movedFrom: moved, at: now), version: hearing.version + 1, on: record,
            by: actor, in: transaction)
    }

    /// Returns the id of the one that it was adjourned to, where that is known. Throws 409 where the dossier was handed over.
    func end(_ hearing: Hearing, _ outcome: HearingOutcome, on record: CaseRecord, by actor: Actor, in transaction: Transaction) throws
        -> HearingID?
    {
        try checkInHand(record)
        try check(hearing)
        let now = clock.now
        hearings.end(hearing, as: outcome.state, outcome.outcome, by: actor.name, at: now, in: transaction)
        try tell(
            outcome.state.rawValue,
            HearingChanged(
                hearing, of: record, state: outcome.state == .adjourned ? .adjourned : .held, next: outcome.nextAt?.toTheMinute, at: now),
            version: hearing.version + 1, on: record, by: actor, in: transaction)
        guard let next = outcome.nextAt else { return nil }
        let draft = HearingDraft(after: hearing, at: next)
        return try schedule(draft, follows: hearing, on: record, by: actor, in: transaction)
    }

    func withdraw(_ hearing: Hearing, because reason: String, on record: CaseRecord, by actor: Actor, in transaction: Transaction) throws {
        try checkInHand(record)
        try check(hearing)
        let now = clock.now
        hearings.end(hearing, as: .withdrawn, reason, by: actor.name, at: now, in: transaction)
        try tell(
            "withdrawn", HearingChanged(hearing, of: record, state: .withdrawn, at: now), version: hearing.version + 1, on: record,
            by: actor, in: transaction)
    }

    private func tell(
        _ what: String, _ hearing: HearingChanged, version: Int, on record: CaseRecord, by actor: Actor, in transaction: Transaction
    ) throws {
        try outbox.publish(hearing, version: version, in: transaction)
        try timeline.add(
            "hearing_\(what)", to: record, by: actor.name, ["hearing": hearing.kind, "starts_at": Instant.format(hearing.startsAt)],
            at: hearing.recordedAt, in: transaction)
        try transaction.audit(
            actor.entry(
                "case.hearing-\(what)", "case", record.id.uuid, record.organisation, details: ["hearing": hearing.hearing.description]),
            at: hearing.recordedAt)
    }

    private func checkOpen(_ record: CaseRecord) throws {
        guard !record.state.hasEnded else {
            throw Problem.conflict(Bilingual(vi: "Vụ việc đã kết thúc.", en: "The case has ended."))
        }
    }

    /// What became of a hearing may be entered after the end of the work, until the dossier is out of hand.
    private func checkInHand(_ record: CaseRecord) throws {
        guard !record.state.isSettled else {
            throw Problem.conflict(
                Bilingual(vi: "Hồ sơ đã bàn giao hoặc chuyển đi.", en: "The dossier was handed over or passed on."))
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
        startsAt = next.toTheMinute
        endsAt = nil
        place = hearing.place
        note = hearing.note
    }
}

extension HearingChanged {
    /// One that is fixed, as it was filled in.
    fileprivate init(_ draft: HearingDraft, _ id: HearingID, of record: CaseRecord, movedFrom: Date? = nil, at now: Date) {
        self.init(
            hearing: id, case: record.id, organisation: record.organisation, kind: draft.kind, startsAt: draft.startsAt, state: .scheduled,
            movedFrom: movedFrom, occurredAt: now, recordedAt: now)
    }

    /// One that is over, or will not be.
    fileprivate init(_ hearing: Hearing, of record: CaseRecord, state: State, next: Date? = nil, at now: Date) {
        self.init(
            hearing: hearing.id, case: record.id, organisation: record.organisation, kind: hearing.kind, startsAt: hearing.startsAt,
            state: state, next: next, occurredAt: now, recordedAt: now)
    }
}
