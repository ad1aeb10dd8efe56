import Database
import Directory
import Foundation
import HTTPTypes
import HummingbirdTesting
import Models
import Outbox
import ServiceKit
import TestKit
import Testing

@testable import Intake

/// Several centres bring their old registers in at the same time.
@Suite struct ImportTurnTests {
    private func worker(_ counter: Counter) -> ImportWorker {
        let house = counter.test.house
        let (imports, imported) = (RegisterImportStore(), ImportedCaseStore())
        return ImportWorker(
            database: house.database, imports: imports,
            check: CheckImport(
                clock: house.clock, rules: house.rules, directory: Directory(), imports: imports, imported: imported,
                helpers: KnownHelperStore()),
            make: MakeImport(clock: house.clock, rules: house.rules, imports: imports, imported: imported), doorbell: Doorbell(),
            activity: ImportActivity(announcer: Doorbell()), logger: house.logger)
    }

    /// Sends a register of so many lines; returns where it is.
    private func send(_ lines: Int, of centre: OrganisationID, _ counter: Counter) async throws -> String {
        let rows = (1...lines).map { "TT.TGTT.\($0).2019,15/03/2019,Người \($0),Hộ nghèo,Dân sự,TGTT,Tranh chấp (mẫu)" }
        let text = (["Mã vụ việc,Ngày thụ lý,Họ tên người được TGPL,Diện,Lĩnh vực,Hình thức,Nội dung vụ việc"] + rows).joined(
            separator: "\n")
        let answer = try await counter.test.ask(
            .post, "/api/v1/register-imports?organisation=\(centre)&filename=so-\(lines).csv", by: counter.identity(.leader, of: centre),
            [.contentType: "text/csv"], body: Data(text.utf8))
        #expect(answer.status == .created, "\(answer.text)")
        return "/api/v1/register-imports/\(try #require(answer.tree["id"]?.text))"
    }

    private func look(_ place: String, of centre: OrganisationID, _ counter: Counter) async throws -> JSONValue {
        try await counter.ask(.get, place, by: counter.identity(.leader, of: centre)).tree
    }

    @Test func aLongRegisterLetsOthersTakeTheirTurns() async throws {
        let counter = try await Counter.open()
        let long = try await send(CheckImport.batch * 2 + 1, of: counter.centre, counter)
        let second = try await send(2, of: counter.centre, counter)
        let short = try await send(3, of: counter.foreign, counter)
        let worker = worker(counter)
        for _ in 1...4 { try await worker.step() }
        #expect(try await look(short, of: counter.foreign, counter)["status"]?.text == "checked")
        #expect(try await look(long, of: counter.centre, counter)["status"]?.text == "checking")
        // Of one centre, what came first is done first.
        while try await worker.step() != nil {
            let isDone = try await look(long, of: counter.centre, counter)["status"]?.text == "checked"
            if !isDone { #expect(try await look(second, of: counter.centre, counter)["lines"]?["ready"]?.integer == 0) }
        }
        #expect(try await look(second, of: counter.centre, counter)["lines"]?["ready"]?.integer == 2)
    }

    @Test func aFileThatFailsWaitsAndHoldsNobodyBack() async throws {
        let counter = try await Counter.open()
        let broken = try await send(2, of: counter.centre, counter)
        let later = try await send(3, of: counter.centre, counter)
        let other = try await send(4, of: counter.foreign, counter)
        try await counter.test.administer(
            """
            alter table intake.register_import_lines
                add constraint none_of_the_first check (import <> '\(broken.suffix(36))' or verdict is null)
            """)
        let worker = worker(counter)
        while try await worker.step() != nil {}
        #expect(try await look(other, of: counter.foreign, counter)["status"]?.text == "checked")
        #expect(try await look(later, of: counter.centre, counter)["status"]?.text == "checked")
        let waiting = try await look(broken, of: counter.centre, counter)
        #expect(waiting["status"]?.text == "checking" && waiting["held_up"] == .bool(true))
        let page = try await counter.ask(
            .get, broken.replacing("/api/v1/register-imports", with: "/cases/import"), by: counter.identity(.leader)
        ).text
        #expect(page.contains("sẽ tự thử lại") && page.contains("/removal"))
        // Mended, it goes on when its wait is over.
        try await counter.test.administer(
            """
            alter table intake.register_import_lines drop constraint none_of_the_first;
            update intake.register_imports set retry_at = now() where retry_at is not null
            """)
        while try await worker.step() != nil {}
        let mended = try await look(broken, of: counter.centre, counter)
        #expect(mended["status"]?.text == "checked" && mended["held_up"] == .bool(false))
    }
}
