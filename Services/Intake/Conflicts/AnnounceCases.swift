import Database
import Foundation
import Models
import Outbox
import ServiceKit

/// Searches registered cases for conflicts of interest and tells the others that they were opened; in a transaction after the registering one, so
/// that the counter's lock is never held for a search.
struct AnnounceCases: Sendable {
    let clock: WallClock
    let outbox: Outbox
    let cases: CaseStore
    let search: ConflictSearch
    let conflicts: ConflictStore
    let timeline: TimelineStore

    /// Makes the names of cases known, in a transaction before the search: of two that are registered in one moment, the later search finds the
    /// other's names. Returns how many were not known.
    @discardableResult
    func learn(_ cases: [CaseID], in transaction: Transaction) async throws -> Int {
        try await search.names.learn(namesIn: cases, in: transaction)
    }

    /// Announces `records`, which are locked and not announced yet; their names are known (``learn(_:in:)``).
    func callAsFunction(_ records: [CaseRecord], in transaction: Transaction) async throws {
        guard !records.isEmpty else { return }
        let now = clock.now
        let ids = records.map(\.id)
        let found = try await search.matches(ofEach: ids, in: transaction)
        let (papers, clients) = try await transaction.together(DossierStore.papers(of: ids), CaseStore.clients(of: ids))
        let papersOf = Dictionary(grouping: papers, by: \.id)
        let clientOf = Dictionary(uniqueKeysWithValues: clients.map { ($0.id, $0) })
        conflicts.record(found, at: now, in: transaction)
        for record in records {
            guard let client = clientOf[record.id] else { throw Problem.notFound() }
            try announce(record, client, papersOf[record.id, default: []].map(\.paper), found[record.id] ?? [], at: now, in: transaction)
            // The thread is everybody's, and messages take a while to write.
            await Task.yield()
        }
        cases.markAnnounced(ids, in: transaction)
    }

    private func announce(
        _ record: CaseRecord, _ client: CaseClient, _ papers: [DossierPaper], _ found: [CaseConflict], at now: Date,
        in transaction: Transaction
    ) throws {
        for conflict in found {
            try timeline.add("conflict_found", to: record, by: nil, ["verdict": conflict.verdict.rawValue], at: now, in: transaction)
        }
        try outbox.publish(message(record, client, found), version: 1, in: transaction)
        try outbox.publish(DossierState(papers, record.phase).message(record, at: now), version: 2, in: transaction)
        try tellEnd(of: record, at: now, in: transaction)
    }

    /// How many messages announce a case: of its opening and of its dossier; of one that was over when it was brought in also those of its end.
    /// ``CaseRecord/told`` begins with it.
    static func messages(endedOn: LegalDate? = nil, handedOverOn: LegalDate? = nil) -> Int {
        endedOn == nil ? 2 : handedOverOn == nil ? 3 : 4
    }

    /// Of a case that was over when it was brought in, how it ended.
    private func tellEnd(of record: CaseRecord, at now: Date, in transaction: Transaction) throws {
        guard record.imported, let endedOn = record.endedOn else { return }
        if !record.isFinished {
            try outbox.publish(
                CaseStopped(
                    case: record.id, organisation: record.organisation, ground: record.endGround ?? "unknown", stoppedOn: endedOn,
                    occurredAt: endedOn.start, recordedAt: now), version: 3, in: transaction)
        } else {
            try outbox.publish(
                CaseFinished(
                    case: record.id, organisation: record.organisation, helper: record.helper?.id, finishedOn: endedOn,
                    occurredAt: endedOn.start, recordedAt: now), version: 3, in: transaction)
        }
        guard let date = record.handedOverOn else { return }
        try outbox.publish(
            CaseHandedOver(
                case: record.id, organisation: record.organisation, handedOverOn: date, occurredAt: date.start, recordedAt: now),
            version: 4, in: transaction)
    }

    private func message(_ record: CaseRecord, _ client: CaseClient, _ found: [CaseConflict]) -> CaseOpened {
        CaseOpened(
            case: record.id, request: record.request, organisation: record.organisation, province: record.province, code: record.code,
            matter: record.matter, form: record.form, field: record.field, categories: client.categories, countedAs: record.countedAs,
            poorAndEthnicMinority: record.poorAndEthnicMinority, gender: client.gender, acceptedOn: record.acceptedOn,
            urgent: record.urgent,
            held: record.held, acceptedAtOnce: record.isAcceptedAtOnce, deadline: record.deadline, conflicts: found,
            imported: record.imported ? true : nil, helper: record.imported ? record.helper?.id : nil, occurredAt: record.acceptedOn.start,
            recordedAt: record.imported ? clock.now : record.registeredAt)
    }
}
