import ArgumentParser
import AsyncHTTPClient
import Foundation
import Models
import Rules

/// One run of `caunoi demo`, from the plan to the summary.
struct SampleRun: Sendable {
    /// Calls under way at a time.
    static let calls = 16

    let folder: DataFolder
    let centres: Int
    let helpers: Int
    let cases: Int
    let seed: UInt64

    /// Throws `LaunchError` where it cannot begin, and a failing exit code where anything was refused.
    func run() async throws {
        guard let state = StateFile.read(folder), state.supervisor.isAlive else {
            throw LaunchError("nothing is running in \(folder.path)", remedy: "start it with caunoi up --data \(folder.path)")
        }
        let rules = try RulePacks.load()
        let end = try SampleJournal.end(seed: seed, centres: centres, now: Date(), in: folder)
        print("Every organisation, person and case that is added here is synthetic: drawn by chance (seed \(seed)), nobody's data.")
        let http = SampleAPI.client(calls: Self.calls)
        do {
            let failures = try await fill(SampleAPI(address: "http://127.0.0.1:\(state.port)", http: http), rules, until: end)
            try await http.shutdown()
            if failures > 0 { throw ExitCode.failure }
        } catch let refusal as SampleRefusal {
            try? await http.shutdown()
            throw LaunchError("the system does not do as asked: \(refusal)", remedy: "see caunoi status, then give the same command again")
        } catch {
            try? await http.shutdown()
            throw error
        }
    }

    /// Answers how many were refused.
    private func fill(_ api: SampleAPI, _ rules: RulePacks, until end: Date) async throws -> Int {
        let tokens = SampleTokens(folder: folder)
        let plan = SampleOrganisation.plan(centres: centres, provinces: rules.provinces)
        let registers = SampleRegisters(api: api, tokens: tokens, rules: rules, calls: Self.calls)
        let (ids, organisations) = try await registers.organisations(plan)
        let people = try await registers.helpers(plan, ids, centreHas: helpers)

        let drawing = SampleDrawing(seed: seed, organisations: plan, rules: rules, until: end)
        let work = SampleCases(
            api: api, tokens: tokens, drawing: drawing, ids: ids, mark: "samples-\(seed)-\(centres)", calls: Self.calls)
        let (opened, accepted) = try await work.open(cases)
        let undecided = try await work.leaveUndecided(Int(Double(cases) * SampleCases.undecidedShare))
        let (ended, waiting) = try await work.end(opened)

        print("\nSynthetic data in \(folder.path):")
        let parts = [
            ("organisations", organisations), ("helpers", people), ("accepted cases", accepted), ("undecided or refused", undecided),
            ("cases ended", ended),
        ]
        for line in parts.flatMap({ $1.lines($0) }) { print(line) }
        if waiting > 0 { print("  \(waiting) cases have no helper yet and stay open; give the same command again later") }
        return parts.reduce(waiting) { $0 + $1.1.failures }
    }
}
