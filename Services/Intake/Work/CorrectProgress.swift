import Database
import Foundation
import Models
import Outbox
import Rules
import ServiceKit

/// Corrects work that was entered wrongly, or withdraws it. What was entered first stays to be seen: whoever declares time answers for its truth
/// (circular 02/2021, Điều 2.3).
struct CorrectProgress: Sendable {
    let clock: WallClock
    let progress: ProgressStore
    let timeline: TimelineStore

    /// Returns the id of the row that holds from now on.
    func correct(
        _ id: UUID, to entry: RecordProgress.Entry, because reason: String, on record: CaseRecord, by actor: Actor,
        for identity: Identity, in transaction: Transaction
    ) async throws -> UUID {
        let old = try await open(id, on: record, for: identity, in: transaction)
        if let named = entry.helper, named != old.helper {
            throw Problem.validation([
                FieldError(
                    "/helper", code: "does_not_change",
                    message: Bilingual(
                        vi: "Bản sửa là của cùng người; hãy rút mục này và nhập lại.",
                        en: "A correction is of the same helper; withdraw this and enter it anew."))
            ])
        }
        let now = clock.now
        let new = UUID.v7(at: now)
        progress.insert(entry, new, correcting: old, by: actor.name, at: now, in: transaction)
        try supersede(old, because: reason, "corrected", on: record, by: actor, at: now, in: transaction)
        return new
    }

    func withdraw(
        _ id: UUID, because reason: String, on record: CaseRecord, by actor: Actor, for identity: Identity, in transaction: Transaction
    ) async throws {
        let old = try await open(id, on: record, for: identity, in: transaction)
        try supersede(old, because: reason, "withdrawn", on: record, by: actor, at: clock.now, in: transaction)
    }

    private func supersede(
        _ old: ProgressRecord, because reason: String, _ what: String, on record: CaseRecord, by actor: Actor, at now: Date,
        in transaction: Transaction
    ) throws {
        progress.supersede(old.id, by: actor.name, reason: reason, at: now, in: transaction)
        progress.recount(record.id, in: transaction)
        try timeline.add(
            "progress_\(what)", to: record, by: actor.name, ["kind": old.kind, "date": old.date.description], at: now, in: transaction)
        try transaction.audit(
            actor.entry("case.progress-\(what)", "case", record.id.uuid, record.organisation, details: ["entry": old.id.text]), at: now)
    }

    /// The row, if it may be corrected now and by them.
    private func open(_ id: UUID, on record: CaseRecord, for identity: Identity, in transaction: Transaction) async throws
        -> ProgressRecord
    {
        guard let old = try await progress.find(id, of: record.id, in: transaction) else { throw Problem.notFound() }
        guard old.mayBeCorrected(by: identity) else {
            throw Problem.forbidden(
                Bilingual(vi: "Công việc này do người khác thực hiện.", en: "This work was done by another helper."))
        }
        guard old.superseded == nil else {
            throw Problem.conflict(
                Bilingual(vi: "Mục này đã được sửa hoặc rút trước đó.", en: "This entry was corrected or withdrawn before."))
        }
        guard !record.state.isSettled else {
            throw Problem.conflict(
                Bilingual(vi: "Hồ sơ đã bàn giao, không sửa được nữa.", en: "The dossier was handed over: nothing is corrected any more."))
        }
        return old
    }
}

extension ProgressRecord {
    /// A helper corrects their own work only.
    func mayBeCorrected(by identity: Identity) -> Bool {
        identity.reach(.workOnCases) != .own || helper == nil || helper == identity.helper
    }
}
