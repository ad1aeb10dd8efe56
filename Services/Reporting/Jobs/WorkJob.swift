import Database
import Foundation
import Models
import Rules

/// Does a job: counts its part and keeps the result in one transaction. Whoever does the last job of a run adds all up.
struct WorkJob: Sendable {
    /// How often a job is tried before its run fails.
    static let mostAttempts = 5

    let clock: WallClock
    let rules: RulePacks
    let runs: RunStore
    let turns = TurnStore()
    let jobs = JobStore()

    /// Does the job unless it was done before.
    func callAsFunction(_ id: UUID, in transaction: Transaction) async throws {
        guard let job = try await jobs.lock(id, in: transaction), job.status == .waiting,
            let run = try await runs.find(job.run, in: transaction), !run.status.isOver
        else { return }
        guard let form = run.statisticalForm(rules) else { throw UnknownForm(form: run.form, period: run.period) }
        let figures = try await turns.figures(FactSlice(run, of: form, job.part), of: form, in: transaction)
        try jobs.done(id, figures, in: transaction)
        // The row of the run stays locked from here: of two jobs that end together, the second sees what the first has written.
        guard try await runs.countDone(run.id, in: transaction) else { return }
        let whole = try await jobs.results(of: run.id, in: transaction).reduce(Figures(), +)
        try runs.done(run.id, whole, at: clock.now, in: transaction)
    }

    /// Puts a job off that went wrong; after the last attempt, or where `isFinal`, the run has failed.
    func fail(_ id: UUID, because error: String, isFinal: Bool = false, in transaction: Transaction) async throws {
        guard let job = try await jobs.lock(id, in: transaction), job.status == .waiting else { return }
        let why = String(error.prefix(500))
        guard isFinal || job.attempts + 1 >= Self.mostAttempts else { return jobs.putOff(id, because: why, in: transaction) }
        jobs.failed(id, because: why, in: transaction)
        runs.failed(job.run, because: why, at: clock.now, in: transaction)
    }
}

/// The rule packs have no such form or period any more.
struct UnknownForm: Error, CustomStringConvertible {
    let form: String
    let period: String

    var description: String { "the rule packs have no form \(form) for the period \(period)" }
}
