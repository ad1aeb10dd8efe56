import Database
import Foundation
import Models
import Outbox
import Rules
import ServiceKit

/// Ends the work on a case: finished, or stopped in writing (Law 11/2017, Điều 37).
struct EndCase: Sendable {
    let clock: WallClock
    let rules: RulePacks
    let outbox: Outbox
    let cases: CaseStore
    let dossier: DossierStore
    let checkDossier: CheckDossier
    let require: RequirePapers
    let timeline: TimelineStore
    let words: StateWords

    /// How it ends, as it was filled in.
    struct Ending: Sendable {
        var date: LegalDate
        /// The coded ground, from the rule pack.
        var ground: String
        var result: String?
        /// Why it ends although papers are missing.
        var missingPapersReason: String?

        /// Reads the body of `POST …/completion`: `{"date", "result", "ground", "missing_papers_reason"}`.
        static func completion(_ document: JSONValue, of record: CaseRecord, rules: RulePacks, today: LegalDate) throws -> Ending {
            let reader = FieldReader(document)
            let grounds = rules.completionGrounds(on: today).all.map(\.key)
            let ending = Ending(
                date: reader.date("date", in: record.endingDates(until: today)),
                ground: reader.optionalChoice("ground", among: grounds) ?? grounds.first ?? "completed",
                result: reader.optionalText("result", in: 1...4_000),
                missingPapersReason: reader.optionalText("missing_papers_reason", in: 10...2_000))
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

    /// From now on the papers of the end are asked for, which the others are told too. Throws 409 while papers are missing that should be there.
    ///
    /// - Parameter mayWaive: whether the reason why they may be missing is theirs to give.
    func finish(_ record: CaseRecord, _ ending: Ending, by actor: Actor, mayWaive: Bool, in transaction: Transaction) async throws {
        try words.check(record, .finish)
        let papers = try await dossier.papers(of: record.id, in: transaction)
        let waiver = try await checkDossier(
            .finish, papers, of: record, reason: ending.missingPapersReason, by: actor, mayWaive: mayWaive, in: transaction)
        try outbox.publish(
            CaseFinished(
                case: record.id, organisation: record.organisation, helper: record.helper?.id, finishedOn: ending.date,
                waivedPapers: waiver?.kinds, waivedReason: waiver?.reason, occurredAt: ending.date.start, recordedAt: clock.now),
            version: record.told + 1, in: transaction)
        let state = DossierState(papers, .finished)
        try outbox.publish(state.message(record, at: clock.now), version: record.told + 2, in: transaction)
        try end(record, as: .finished, ending, "finished", by: actor, in: transaction)
        cases.countTold(record.id, in: transaction)
        dossier.count(of: record.id, in: transaction)
    }

    /// From now on the notice that says so is asked for; a withdrawal is answered on its day (circular 12/2018, Điều 9.2).
    func stop(_ record: CaseRecord, _ ending: Ending, by actor: Actor, in transaction: Transaction) async throws {
        try words.check(record, .stop)
        try outbox.publish(
            CaseStopped(
                case: record.id, organisation: record.organisation, ground: ending.ground, stoppedOn: ending.date,
                occurredAt: ending.date.start,
                recordedAt: clock.now),
            version: record.told + 1, in: transaction)
        try end(record, as: .stopped, ending, "stopped", by: actor, in: transaction)
        let isAnsweredAtOnce = rules.stopGrounds(on: clock.today)[ending.ground]?.isAnsweredAtOnce ?? false
        try await require(
            DossierFacts(stopped: true), of: record, from: ending.date.start, dueOn: isAnsweredAtOnce ? ending.date : nil,
            version: record.told + 2, in: transaction)
    }

    private func end(
        _ record: CaseRecord, as state: CaseState, _ ending: Ending, _ kind: String, by actor: Actor, in transaction: Transaction
    ) throws {
        let now = clock.now
        cases.end(record.id, as: state, on: ending.date, ground: ending.ground, result: ending.result, in: transaction)
        var details = ["date": ending.date.description, "ground": ending.ground]
        details["note"] = ending.result
        try timeline.add(kind, to: record, by: actor.name, details, at: now, in: transaction)
        try transaction.audit(
            actor.entry("case.\(kind)", "case", record.id.uuid, record.organisation, details: ["ground": ending.ground]), at: now)
    }
}

extension CaseRecord {
    /// The days on which its work can have ended: not before its acceptance, nor in the future.
    func endingDates(until today: LegalDate) -> ClosedRange<LegalDate> { min(acceptedOn, today)...today }
}
