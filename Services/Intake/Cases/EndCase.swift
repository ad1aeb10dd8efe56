import Database
import Foundation
import Models
import Outbox
import Rules
import ServiceKit

/// Ends the work on a case: finished, or stopped in writing (Law 11/2017, Điều 37), and later handed over (Điều 39).
struct EndCase: Sendable {
    let clock: WallClock
    let rules: RulePacks
    let outbox: Outbox
    let cases: CaseStore
    let dossier: DossierStore
    let timeline: TimelineStore

    /// How it ends, as it was filled in.
    struct Ending: Sendable {
        var date: LegalDate
        /// The coded ground, from the rule pack.
        var ground: String
        var result: String?

        /// Reads the body of `POST …/completion`: `{"date", "result", "ground"}`.
        static func completion(_ document: JSONValue, of record: CaseRecord, rules: RulePacks, today: LegalDate) throws -> Ending {
            let reader = FieldReader(document)
            let grounds = rules.completionGrounds(on: today).all.map(\.key)
            let ending = Ending(
                date: reader.date("date", in: record.endingDates(until: today)),
                ground: reader.optionalChoice("ground", among: grounds) ?? grounds.first ?? "completed",
                result: reader.optionalText("result", in: 1...4_000))
            try reader.finish()
            return ending
        }

        /// Reads the body of `POST …/stop`: `{"date", "ground", "note"}`.
        static func stop(_ document: JSONValue, of record: CaseRecord, rules: RulePacks, today: LegalDate) throws -> Ending {
            let reader = FieldReader(document)
            let ending = Ending(
                date: reader.date("date", in: record.endingDates(until: today)),
                ground: reader.choice("ground", among: rules.stopGrounds(on: today).all.map(\.key)),
                result: reader.optionalText("note", in: 1...4_000))
            try reader.finish()
            return ending
        }
    }

    /// From now on the papers of the end are asked for, which the others are told too.
    func finish(_ record: CaseRecord, _ ending: Ending, by actor: Actor, in transaction: Transaction) async throws {
        try check(record, mayBecome: .finished)
        try outbox.publish(
            CaseFinished(
                case: record.id, organisation: record.organisation, helper: record.helper?.id, finishedOn: ending.date,
                occurredAt: ending.date.start, recordedAt: clock.now),
            version: record.told + 1, in: transaction)
        let papers = try await dossier.papers(of: record.id, in: transaction)
        let state = DossierState(papers, isFinished: true)
        try outbox.publish(state.message(record, at: clock.now), version: record.told + 2, in: transaction)
        try end(record, as: .finished, ending, "finished", by: actor, in: transaction)
        cases.countTold(record.id, in: transaction)
        dossier.count(of: record.id, in: transaction)
    }

    func stop(_ record: CaseRecord, _ ending: Ending, by actor: Actor, in transaction: Transaction) throws {
        try check(record, mayBecome: .stopped)
        try outbox.publish(
            CaseStopped(
                case: record.id, organisation: record.organisation, ground: ending.ground, stoppedOn: ending.date,
                occurredAt: ending.date.start,
                recordedAt: clock.now),
            version: record.told + 1, in: transaction)
        try end(record, as: .stopped, ending, "stopped", by: actor, in: transaction)
    }

    func handOver(_ record: CaseRecord, on date: LegalDate, by actor: Actor, in transaction: Transaction) throws {
        try check(record, mayBecome: .handedOver)
        let now = clock.now
        try outbox.publish(
            CaseHandedOver(
                case: record.id, organisation: record.organisation, handedOverOn: date, occurredAt: date.start, recordedAt: now),
            version: record.told + 1, in: transaction)
        cases.handOver(record.id, on: date, in: transaction)
        try timeline.add("handed_over", to: record, by: actor.name, ["date": date.description], at: now, in: transaction)
        try transaction.audit(actor.entry("case.handed_over", "case", record.id.uuid, record.organisation), at: now)
    }

    private func end(
        _ record: CaseRecord, as state: CaseState, _ ending: Ending, _ kind: String, by actor: Actor, in transaction: Transaction
    ) throws {
        let now = clock.now
        cases.end(record.id, as: state, on: ending.date, ground: ending.ground, result: ending.result, in: transaction)
        try timeline.add(
            kind, to: record, by: actor.name, ["date": ending.date.description, "ground": ending.ground], at: now, in: transaction)
        try transaction.audit(
            actor.entry("case.\(kind)", "case", record.id.uuid, record.organisation, details: ["ground": ending.ground]), at: now)
    }

    private func check(_ record: CaseRecord, mayBecome next: CaseState) throws {
        guard record.state.next.contains(next) else {
            throw Problem.conflict(
                Bilingual(
                    vi: "Vụ việc đang ở trạng thái “\(record.state.rawValue)”, không chuyển sang “\(next.rawValue)” được.",
                    en: "The case is \(record.state.rawValue) and cannot become \(next.rawValue)."))
        }
    }
}

extension CaseRecord {
    /// The days on which its work can have ended: not before its acceptance, nor in the future.
    func endingDates(until today: LegalDate) -> ClosedRange<LegalDate> { min(acceptedOn, today)...today }
}
