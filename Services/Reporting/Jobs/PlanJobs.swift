import Database
import Foundation
import Models

/// Splits a run into jobs: one for an organisation; a province in as many as its size asks for; the country province by province.
struct PlanJobs: Sendable {
    let clock: WallClock
    let runs: RunStore
    /// About how many facts one job reads.
    var size = JobPart.usualSize
    let jobs = JobStore()

    /// Splits the oldest run that waits for it; false where none does.
    func callAsFunction(in transaction: Transaction) async throws -> Bool {
        guard let run = try await runs.lockUnplanned(in: transaction) else { return false }
        let parts = try await parts(of: run, in: transaction)
        for part in parts { jobs.insert(UUID.v7(at: clock.now), of: run.id, part, in: transaction) }
        runs.planned(run.id, jobs: parts.count, in: transaction)
        // Nobody will complete a run without jobs.
        if parts.isEmpty { try runs.done(run.id, Figures(), at: clock.now, in: transaction) }
        return true
    }

    private func parts(of run: ReportRun, in transaction: Transaction) async throws -> [JobPart] {
        if let organisation = run.subject.organisation {
            return [JobPart(organisation: organisation, province: nil, buckets: JobPart.allBuckets)]
        }
        let sizes = try await jobs.sizes(of: run.subject.province, in: transaction)
        return sizes.flatMap { JobPart.parts(of: $0.province, facts: $0.facts, size: size) }
    }
}
