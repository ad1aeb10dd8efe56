import Database
import Foundation
import HTTPTypes
import HummingbirdTesting
import Models
import NIOCore
import ServiceKit
import TestKit
import Testing

@testable import Intake

/// The search of the register.
@Suite struct SearchTests {
    @Test func accentsAreOptionalAndTypedOnesComeFirstOverAllParts() async throws {
        let counter = try await Counter.open()
        for name in ["Trần Thị Hường", "Trần Thị Hương", "Tran Thi Huong", "Trần Văn Hướng", "Lê Thị Mây"] {
            _ = try await counter.accept(client: ["name": name])
        }
        #expect(try await counter.names("q=huong") == ["Trần Văn Hướng", "Tran Thi Huong", "Trần Thị Hương", "Trần Thị Hường"])
        #expect(
            try await counter.names("q=H%C6%B0%E1%BB%9Dng") == [
                "Trần Thị Hường", "Trần Văn Hướng", "Tran Thi Huong", "Trần Thị Hương",
            ])
        // Words in any order; short ones where a word begins.
        #expect(try await counter.names("q=huong+van+tran") == ["Trần Văn Hướng"])
        #expect(try await counter.names("q=an") == [])
        #expect(try await counter.names("q=---") == [])
        var parts: [[String]] = []
        var after: String?
        repeat {
            let answer = try await counter.search("q=H%C6%B0%E1%BB%9Dng&limit=1" + (after.map { "&after=\($0)" } ?? ""))
            parts.append(try counter.names(of: answer))
            after = answer.tree["next"]?.text
        } while after != nil && parts.count < 9
        #expect(parts == [["Trần Thị Hường"], ["Trần Văn Hướng"], ["Tran Thi Huong"], ["Trần Thị Hương"]])
    }

    @Test func casesAreFoundByCodeIdentityNumberAndHelper() async throws {
        let counter = try await Counter.open()
        let id = try await counter.accept(client: ["name": "Hoàng Thị Một", "identity_number": "008190001234"])
        _ = try await counter.accept(client: ["name": "Hoàng Thị Hai"])
        #expect(try await counter.names("q=008190001234") == ["Hoàng Thị Một"])
        #expect(try await counter.names("q=tgtt.02") == ["Hoàng Thị Hai"])
        try await counter.test.house.database.transaction(.service) { transaction in
            let helper = CaseHelper(id: HelperID(at: Date()), name: "Đỗ Quang Giúp", kind: .officer)
            let record = try #require(try await CaseStore().lock(id, in: transaction))
            _ = try await CaseStore().setHelper(helper, of: record, version: 1, in: transaction)
        }
        #expect(try await counter.names("q=do+quang") == ["Hoàng Thị Một"])
        #expect(try await counter.names("status=assigned") == ["Hoàng Thị Một"])
        #expect(try await counter.names("status=registered") == ["Hoàng Thị Hai"])
        #expect(try await counter.names("q=%C4%90%E1%BB%97") == ["Hoàng Thị Một"])
    }

    @Test func listsAreNarrowedByEveryFilter() async throws {
        let counter = try await Counter.open()
        _ = try await counter.accept(client: ["name": "Hình Sự"])
        _ = try await counter.accept(["field": "labour", "form": "advice"], client: ["name": "Lao Động"])
        #expect(try await counter.names("field=labour") == ["Lao Động"])
        #expect(try await counter.names("form=litigation&status=registered") == ["Hình Sự"])
        #expect(try await counter.names("category=poor_household") == ["Lao Động", "Hình Sự"])
        #expect(try await counter.names("category=child") == [])
        #expect(try await counter.names("open=false") == [])
        #expect(try await counter.names("stalled=false&q=su") == ["Hình Sự"])
        #expect(try await counter.names("complete=true") == [])
        #expect(try await counter.names("complete=false").count == 2)
        #expect(try await counter.names("age_to=0").count == 2)
        #expect(try await counter.names("age_from=1") == [])
        try await counter.test.house.database.transaction(.service) { transaction in
            _ = try await transaction.execute("update cases set accepted_on = accepted_on - 60 where client_name = 'Lao Động'")
        }
        #expect(try await counter.names("age_from=20") == ["Lao Động"])
        #expect(try await counter.names("age_to=20") == ["Hình Sự"])
        #expect(try await counter.search("category=nobody").status == .unprocessableContent)
    }

    @Test func nobodyFindsCasesOfOthersNorReadsTheTableItself() async throws {
        let counter = try await Counter.open()
        _ = try await counter.accept(client: ["name": "Nông Thị Riêng"])
        #expect(try await counter.names("q=rieng").count == 1)
        #expect(try await counter.names("q=rieng", by: counter.identity(.staff, of: counter.foreign)) == [])
        #expect(try await counter.names("q=rieng&organisation=\(counter.centre)", by: counter.identity(.staff, of: counter.foreign)) == [])
        #expect(try await counter.names("q=rieng", by: counter.identity(.helper, helper: HelperID(at: Date()))) == [])
        for scope: Scope in [.organisations([counter.centre]), .country, .service, .none] {
            let seen = try await counter.test.house.database.transaction(scope) {
                try await $0.value("select count(*) from case_search", as: Int.self)
            }
            #expect(seen == 0)
        }
        let unset = try await counter.test.house.database.transaction(.none) { transaction in
            try await transaction.rows(
                "select * from found_cases('{}', '{}', '{}', null, null, null, null, null, null, null, 50)")
        }
        #expect(unset.isEmpty)
    }

    @Test func whatIsShownIsTakenAwayWholeAndOnRecord() async throws {
        let counter = try await Counter.open()
        for number in 1...3 { _ = try await counter.accept(client: ["name": "Người \(number)"]) }
        _ = try await counter.accept(client: ["name": "=Tên Khác"])
        let csv = try await counter.test.ask(.get, "/api/v1/cases/export?format=csv&q=nguoi", by: counter.staff)
        #expect(csv.status == .ok)
        let lines = csv.text.split(whereSeparator: \.isNewline)
        #expect(lines.count == 4 && lines[1].contains("Người 3") && lines[3].contains("Người 1"))
        let all = try await counter.test.ask(.get, "/api/v1/cases/export?format=csv", by: counter.staff)
        #expect(all.text.contains(",'=Tên Khác,"))
        let xlsx = try await counter.test.ask(.get, "/api/v1/cases/export?format=xlsx", by: counter.staff)
        #expect(xlsx.status == .ok && xlsx.headers[.contentType]?.hasSuffix("spreadsheetml.sheet") == true)
        #expect(xlsx.body.readableBytes > 1_000)
        #expect(try await counter.test.audited("cases.exported") == 3)
        let other = try await counter.test.ask(.get, "/api/v1/cases/export?format=csv", by: counter.identity(.staff, of: counter.foreign))
        #expect(other.text.split(whereSeparator: \.isNewline).count == 1)
    }

    @Test(arguments: [("/cases", "entered"), ("/requests", "received")])
    func listsAreSortedByLinksAndKeepTheirPlace(path: String, column: String) async throws {
        let counter = try await Counter.open()
        let names = ["Người Một", "Người Hai", "Người Ba"]
        for name in names { _ = try await counter.accept(client: ["name": name]) }
        func page(_ address: String) async throws -> String {
            let answer = try await counter.test.ask(.get, address, by: counter.staff)
            #expect(answer.status == .ok, "\(address): \(answer.text)")
            return answer.text
        }
        func order(_ text: String) -> [String] { text.matches(of: /Người (?:Một|Hai|Ba)/).map { String($0.0) }.filter(names.contains) }
        let usual = try await page(path)
        #expect(order(usual) == names.reversed())
        #expect(usual.contains("aria-sort=\"descending\"><a href=\"\(path)?sort=\(column)\""))
        let turned = try await page("\(path)?sort=\(column)&limit=2")
        #expect(order(turned) == ["Người Một", "Người Hai"])
        #expect(turned.contains("aria-sort=\"ascending\"><a href=\"\(path)\""), "the usual way has the plain address")
        let next = try #require(turned.firstMatch(of: /href="([^"]*after=[^"]*)"/)?.1).replacing("&amp;", with: "&")
        #expect(next.contains("sort=\(column)"))
        #expect(order(try await page(String(next))) == ["Người Ba"])
        #expect(try await counter.test.ask(.get, "\(path)?sort=client", by: counter.staff).status == .unprocessableContent)
        // What a search finds is served newest first, and offers nothing else.
        if path == "/cases" { #expect(!(try await page("/cases?form=litigation")).contains("aria-sort")) }
    }

    @Test func namesAreFoldedInTablesAsInThePrograms() async throws {
        let counter = try await Counter.open()
        let names = [
            "Đỗ  Thị Hường", "TT.ĐDNTT.01.2026", "H'Bia Êban", "Nguyễn-Văn (mẫu)", "Y Phôn Niê", "Lò Văn Ơ̂", "ÐINH", "Ưng Hoàng Phúc",
        ]
        for name in names {
            let folded = try await counter.test.house.database.transaction(.service) {
                try await $0.value("select name_key(\(name))", as: String.self)
            }
            #expect(folded == NameKey.fold(name))
        }
    }

    @Test func aRareWordIsFoundInAHugeRegisterByIndex() async throws {
        let counter = try await Counter.open()
        try await PlanTests().fill(counter)
        let search = CaseSearch(filter: CaseFilter(), today: counter.test.house.clock.today)
        for (scope, word, most) in [(Scope.country, "%123%", 21_000), (.country, "%nguoi%", 20_000), (.province("08"), "%nguoi%", 20_000)] {
            let (found, before, after) = try await counter.test.house.database.transaction(scope) { transaction in
                let before = try await Self.reads(in: transaction)
                let found = try await transaction.rows("select found_id from \(search.found([word], without: [], nil, 51)) as found")
                return (found.count, before, try await Self.reads(in: transaction))
            }
            #expect(found > 0)
            #expect(after.scans == before.scans)
            #expect(after.fetches - before.fetches <= most)
        }
    }

    /// A list of what is late leaves nothing out, and the oldest least of all.
    @Test func circular12_2018_article9_1_noLateAnswerIsLeftOutHoweverManyAreInTime() async throws {
        let counter = try await Counter.open()
        try await PlanTests().fill(counter)
        let today = counter.test.house.clock.today
        try await counter.test.house.database.transaction(.service) { transaction in
            _ = try await transaction.execute(
                """
                update cases set state = 'under_way', change_due_on = case when place = 30000 then \(today)::date - 1 else \(today)::date + 1 end
                from (select id, row_number() over (order by registered_at desc) as place from cases) as placed
                where placed.id = cases.id and place in (select generate_series(1, 5200) union select 30000)
                """)
        }
        try await counter.test.administer("analyze")
        let search = CaseSearch(filter: CaseFilter(state: .underWay, need: .changeLate), today: today)
        let (found, before, after) = try await counter.test.house.database.transaction(.country) { transaction in
            let before = try await Self.reads(in: transaction)
            return (try await search(PageRequest(), in: transaction), before, try await Self.reads(in: transaction))
        }
        #expect(found.map(\.changeDueOn) == [today.adding(days: -1)])
        #expect(after.scans == before.scans && after.fetches - before.fetches <= 21_000)
    }

    /// What was read of the table by this connection: scans of all of it, and rows that an index led to.
    private static func reads(in transaction: Transaction) async throws -> (scans: Int, fetches: Int) {
        let row = try await transaction.first(
            "select seq_scan, idx_tup_fetch from pg_stat_xact_user_tables where relname = 'case_search'", as: Reads.self)
        return (row?.scans ?? 0, row?.fetches ?? 0)
    }

    private struct Reads: RowDecodable {
        let scans: Int
        let fetches: Int

        init(_ row: Row) throws {
            scans = try row.get("seq_scan")
            fetches = try row.get("idx_tup_fetch")
        }
    }
}

extension Counter {
    func search(_ query: String, by identity: Identity? = nil) async throws -> TestResponse {
        try await test.ask(.get, "/api/v1/cases?\(query)", by: identity ?? staff)
    }

    /// The clients that a search answers, in its order.
    func names(_ query: String, by identity: Identity? = nil) async throws -> [String] {
        let answer = try await search(query, by: identity)
        #expect(answer.status == .ok, "\(answer.text)")
        return try names(of: answer)
    }

    fileprivate func names(of answer: TestResponse) throws -> [String] {
        guard case .array(let items)? = answer.tree["items"] else { throw Problem.notFound() }
        return items.compactMap { $0["client_name"]?.text }
    }
}
