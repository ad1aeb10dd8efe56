import Database
import Foundation
import Models
import Outbox
import Rules
import ServiceKit

/// A client asks for another helper, and is answered (circular 12/2018, Điều 9.1). Who is named then is for the assignment of the case. Both are told, so that
/// a late answer is alerted.
struct KeepHelperChange: Sendable {
    let clock: WallClock
    let rules: RulePacks
    let outbox: Outbox
    let changes: HelperChangeStore
    let timeline: TimelineStore

    /// Keeps it with the day of its answer. Throws 409 where the case has ended or has no helper, or where one waits already.
    func ask(_ draft: HelperChangeDraft, on record: CaseRecord, by actor: Actor, in transaction: Transaction) async throws -> HelperChangeID
    {
        guard !record.state.hasEnded else {
            throw Problem.conflict(Bilingual(vi: "Vụ việc đã kết thúc.", en: "The case has ended."))
        }
        guard let helper = record.helper else {
            throw Problem.conflict(Bilingual(vi: "Vụ việc chưa có người thực hiện.", en: "The case has no helper."))
        }
        guard record.changeDueOn == nil else {
            throw Problem.conflict(
                Bilingual(
                    vi: "Đã có một đề nghị thay đổi đang chờ trả lời.", en: "A request for another helper waits for its answer already."))
        }
        let now = clock.now
        let id = HelperChangeID(at: now)
        let due = rules.deadlines(on: draft.askedOn)[.changeAnswer].day(after: draft.askedOn.start, in: rules.calendar)
        changes.insert(draft, as: id, of: record, against: helper, dueOn: due, by: actor.name, at: now, in: transaction)
        try outbox.publish(
            HelperChangeRecorded(
                change: id, case: record.id, organisation: record.organisation, dueOn: due,
                occurredAt: draft.askedOn == LegalDate(now) ? now : draft.askedOn.start, recordedAt: now),
            version: 1, in: transaction)
        let details = ["date": draft.askedOn.description, "due_on": due.description]
        let name = draft.channel == .online ? nil : actor.name
        try timeline.add("helper_change_asked", to: record, by: name, details, at: now, in: transaction)
        try transaction.audit(
            actor.entry(
                "case.helper-change-asked", "case", record.id.uuid, record.organisation, details: ["channel": draft.channel.rawValue]),
            at: now)
        return id
    }

    /// Throws 409 where it was answered before.
    func answer(
        _ change: HelperChange, _ answer: HelperChangeAnswer, on record: CaseRecord, by actor: Actor, in transaction: Transaction
    ) throws {
        guard change.waits else {
            throw Problem.conflict(Bilingual(vi: "Đề nghị này đã được trả lời.", en: "This request was answered before."))
        }
        let now = clock.now
        let details = ["outcome": answer.outcome.rawValue]
        try keep(answer, to: change, of: record, by: actor.name, at: now, in: transaction)
        try timeline.add("helper_change_answered", to: record, by: actor.name, details, at: now, in: transaction)
        try transaction.audit(
            actor.entry("case.helper-change-answered", "case", record.id.uuid, record.organisation, details: details), at: now)
    }

    /// Somebody else has the case now: what was asked is done, though nobody said so.
    func replaced(by helper: CaseHelper, of record: CaseRecord, pickedBy name: String?, at instant: Date, in transaction: Transaction)
        async throws
    {
        guard let change = try await changes.waiting(record.id, besides: helper.id, in: transaction) else { return }
        let answer = HelperChangeAnswer(outcome: .accepted, answer: nil)
        try keep(answer, to: change, of: record, by: name ?? helper.name, at: instant, in: transaction)
        try timeline.add(
            "helper_change_answered", to: record, by: name, ["outcome": answer.outcome.rawValue], at: instant, in: transaction)
    }

    private func keep(
        _ answer: HelperChangeAnswer, to change: HelperChange, of record: CaseRecord, by name: String, at instant: Date,
        in transaction: Transaction
    ) throws {
        changes.answer(change.id, of: record, answer, by: name, at: instant, in: transaction)
        try outbox.publish(
            HelperChangeRecorded(
                change: change.id, case: record.id, organisation: record.organisation, dueOn: change.dueOn, answeredOn: LegalDate(instant),
                occurredAt: instant, recordedAt: instant),
            version: change.told + 1, in: transaction)
    }
}
