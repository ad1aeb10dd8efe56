import Database
import Foundation
import Models
import Outbox
import ServiceKit

/// Searches a case that names somebody more, or whose client was written wrongly: keeps what is found with both cases, forgets what was compared again and
/// is not alike any more, and tells the others what is known now.
struct SearchAgain: Sendable {
    let clock: WallClock
    let outbox: Outbox
    let cases: CaseStore
    let search: ConflictSearch
    let conflicts: ConflictStore
    let timeline: TimelineStore

    /// `record` is locked, and was announced; its names are known to the dictionary.
    func callAsFunction(_ record: CaseRecord, in transaction: Transaction) async throws {
        let now = clock.now
        let known = Set(try await conflicts.conflicts(of: record.id, in: transaction).map(\.case))
        let found = try await search.matches(of: record.id, in: transaction)
        conflicts.record([record.id: found], at: now, in: transaction)
        for conflict in found where !known.contains(conflict.case) {
            try timeline.add("conflict_found", to: record, by: nil, ["verdict": conflict.verdict.rawValue], at: now, in: transaction)
        }
        let lifted = try await lifted(from: known.subtracting(found.map(\.case)), of: record.id, in: transaction)
        conflicts.lift(lifted, from: record.id, in: transaction)
        for _ in lifted { try timeline.add("conflict_lifted", to: record, by: nil, [:], at: now, in: transaction) }
        try outbox.publish(
            PartiesChanged(
                case: record.id, organisation: record.organisation, province: record.province,
                conflicts: try await conflicts.conflicts(of: record.id, in: transaction), lifted: lifted.isEmpty ? nil : lifted,
                occurredAt: now,
                recordedAt: now),
            version: record.told + 1, in: transaction)
        cases.markSearched(record.id, in: transaction)
    }

    /// Those of `missed` that are not alike any more: the likest of a common name may have crowded the others out.
    private func lifted(from missed: Set<CaseID>, of id: CaseID, in transaction: Transaction) async throws -> [CaseID] {
        guard !missed.isEmpty else { return [] }
        let kept = try await search.matches(of: id, among: Array(missed), in: transaction).map(\.case)
        return missed.subtracting(kept).sorted { $0.uuid.uuidString < $1.uuid.uuidString }
    }
}
