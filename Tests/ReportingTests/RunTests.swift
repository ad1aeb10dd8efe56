import Database
import Foundation
import HTTPTypes
import HummingbirdTesting
import Models
import Rules
import ServiceKit
import TestKit
import Testing

@testable import Reporting

/// A run is split into jobs, each of which counts once.
@Suite struct RunTests {
    private func status(_ bureau: Bureau, _ run: ReportRunID, by identity: Identity) async throws -> JSONValue {
        try await bureau.ask(.get, "/api/v1/report-runs/\(run)", by: identity).tree
    }

    @Test func aRunOfSeveralJobsAddsUpAndAJobDoneTwiceCountsOnce() async throws {
        let bureau = try await Bureau.open()
        for number in 0..<60 { try await bureau.accept("2026-02-10", at: number.isMultiple(of: 3) ? bureau.distant : bureau.centre) }
        let ministry = bureau.identity(.ministry)
        let run = try await bureau.start("bieu-24", "2026-02", ["all": true], by: ministry)
        #expect(try await status(bureau, run, by: ministry)["status"] == "queued")
        let jobs = try await bureau.plan(size: 10)
        #expect(jobs.count == 4 + 2)
        for job in jobs.shuffled() {
            let state = try await status(bureau, run, by: ministry)
            #expect(state["status"] == "running" && state["cells"] == nil)
            try await bureau.work(job)
            try await bureau.work(job)
        }
        for job in jobs { try await bureau.work(job) }
        let state = try await status(bureau, run, by: ministry)
        #expect(state["status"] == "done" && state["progress"] == ["jobs": 6, "done": 6])
        #expect(try await bureau.cells(of: run, by: ministry)["r1c1"] == 60)
    }

    @Test func jobsDoneAtTheSameTimeCompleteTheRunOnce() async throws {
        let bureau = try await Bureau.open()
        for _ in 0..<40 { try await bureau.accept("2026-02-10") }
        let ministry = bureau.identity(.ministry)
        let run = try await bureau.start("bieu-25", "2026-02", ["province": "08"], by: ministry)
        let jobs = try await bureau.plan(size: 5)
        #expect(jobs.count == 8)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for job in jobs + jobs { group.addTask { try await bureau.work(job) } }
            try await group.waitForAll()
        }
        #expect(
            try await bureau.cells(of: run, by: ministry)
                == ["r1c1", "r1c3", "r1c10"].reduce(into: [:]) { cells, cell in
                    for row in ["r1", "r6", "r8"] { cells[cell.replacing("r1c", with: row + "c")] = 40 }
                })
    }

    @Test func allJobsOfARunSeeTheFactsOfOneInstant() async throws {
        let bureau = try await Bureau.open()
        var cases: [CaseID] = []
        for _ in 0..<20 { cases.append(try await bureau.accept("2026-02-10")) }
        let ministry = bureau.identity(.ministry)
        let run = try await bureau.start("bieu-25", "2026-02", ["all": true], by: ministry)
        let jobs = try await bureau.plan(size: 5)
        for (index, job) in jobs.enumerated() {
            // Between the jobs cases come, and end.
            try await bureau.accept("2026-02-11")
            try await bureau.finish(cases[index], "2026-02-12")
            try await bureau.work(job)
        }
        #expect(try await bureau.cells(of: run, by: ministry)["r1c10"] == 20)
        let shown = try await bureau.ask(.get, "/api/v1/report-runs/\(run)/cells/r1c10/cases?limit=200", by: ministry).tree
        guard case .array(let items)? = shown["items"] else { return }
        #expect(Set(items.compactMap { $0["id"]?.text }) == Set(cases.map(\.description)))
        #expect(try await bureau.cells("bieu-25", "2026-02", ["all": true], by: ministry)["r1c10"] == 20)
    }

    @Test func aJobThatFailsIsTriedAgainAndFailsTheRunInTheEnd() async throws {
        let bureau = try await Bureau.open()
        try await bureau.accept("2026-02-10")
        let run = try await bureau.start("bieu-24", "2026-02", ["organisation": .string(bureau.centre.description)])
        let job = try #require(try await bureau.plan().first)
        for attempt in 1...WorkJob.mostAttempts {
            #expect(try await status(bureau, run, by: bureau.leader)["status"] == "running")
            try await bureau.database.transaction(.service) { try await bureau.work.fail(job, because: "attempt \(attempt)", in: $0) }
            #expect(try await bureau.plan().isEmpty, "it waits before it is sent again")
        }
        #expect(try await status(bureau, run, by: bureau.leader)["status"] == "failed")
        #expect(try await bureau.ask(.get, "/api/v1/report-runs/\(run)/export?format=json", by: bureau.leader).status == .conflict)
        try await bureau.work(job)
        #expect(try await status(bureau, run, by: bureau.leader)["status"] == "failed")
    }

    @Test func anUnconfirmedJobStaysToBeSent() async throws {
        let bureau = try await Bureau.open()
        _ = try await bureau.start("bieu-24", "2026-02", ["organisation": .string(bureau.centre.description)])
        let jobs = try await bureau.plan()
        #expect(jobs.count == 1)
        #expect(try await bureau.plan() == jobs)
        try await bureau.database.transaction(.service) { JobStore().sent(jobs, in: $0) }
        #expect(try await bureau.plan().isEmpty)
    }

    @Test func aRunOverNothingIsDoneWithZeros() async throws {
        let bureau = try await Bureau.open()
        #expect(try await bureau.cells("bieu-25", "2026", ["all": true], by: bureau.identity(.ministry)).isEmpty)
    }

    @Test(arguments: [(0, 1), (40_000, 1), (40_001, 2), (300_000, 8), (100_000_000, 64)])
    func partsOfAProvinceHoldEveryBucketOnce(_ facts: Int, _ count: Int) {
        let parts = JobPart.parts(of: "08", facts: facts)
        #expect(parts.count == count && parts.flatMap { Array($0.buckets) } == Array(JobPart.allBuckets))
    }

    @Test func theSameKeyStartsOneRun() async throws {
        let bureau = try await Bureau.open()
        let body = Data(#"{"form": "bieu-24", "period": "2026-H1", "organisation": "\#(bureau.centre)"}"#.utf8)
        let key = try #require(HTTPField.Name("Idempotency-Key"))
        let answers = [
            try await bureau.test.ask(.post, "/api/v1/report-runs", by: bureau.leader, [key: "once"], body: body),
            try await bureau.test.ask(.post, "/api/v1/report-runs", by: bureau.leader, [key: "once"], body: body),
        ]
        #expect(answers[0].status == .created && answers[0].tree["id"] == answers[1].tree["id"])
    }
}
