import Database
import Foundation
import Models
import Outbox
import Rules

/// Searches a registered case for conflicts of interest and tells the others that it was opened; in a transaction after the registering one, so
/// that the counter's lock is never held for a search.
struct AnnounceCase: Sendable {
    let clock: WallClock
    let rules: RulePacks
    let outbox: Outbox
    let cases: CaseStore
    let dossier: DossierStore
    let search: ConflictSearch
    let conflicts: ConflictStore
    let timeline: TimelineStore

    /// Announces `record`, which is locked and not announced yet.
    func callAsFunction(_ record: CaseRecord, in transaction: Transaction) async throws {
        let now = clock.now
        let found = try await search.matches(of: record.id, in: transaction)
        let papers = try await dossier.papers(of: record.id, in: transaction)
        conflicts.record(found, of: record, at: now, in: transaction)
        for conflict in found {
            try timeline.add("conflict_found", to: record, by: nil, ["verdict": conflict.verdict.rawValue], at: now, in: transaction)
        }
        let client = try await cases.client(of: record.id, in: transaction)
        try outbox.publish(message(record, client, found), version: 1, in: transaction)
        try outbox.publish(DossierState(papers).message(record, at: now), version: 2, in: transaction)
        cases.markAnnounced(record.id, told: 2, at: now, in: transaction)
    }

    private func message(_ record: CaseRecord, _ client: CaseClient, _ found: [CaseConflict]) -> CaseOpened {
        let deadlines = rules.deadlines(on: record.acceptedOn)
        let isAtOnce = deadlines.isAcceptedAtOnce(
            channel: client.channel, deadline: record.deadline.map { LegalDate($0) }, on: record.acceptedOn, in: rules.calendar)
        return CaseOpened(
            case: record.id, request: record.request, organisation: record.organisation, province: record.province, code: record.code,
            matter: record.matter, form: record.form, field: record.field, categories: client.categories, countedAs: record.countedAs,
            poorAndEthnicMinority: record.poorAndEthnicMinority, gender: client.gender, acceptedOn: record.acceptedOn,
            urgent: record.urgent,
            held: record.held, acceptedAtOnce: isAtOnce, deadline: record.deadline, conflicts: found, occurredAt: record.acceptedOn.start,
            recordedAt: record.registeredAt)
    }
}
