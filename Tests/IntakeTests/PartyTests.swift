import Database
import Foundation
import HTTPTypes
import HummingbirdTesting
import Models
import ServiceKit
import TestKit
import Testing

@testable import Intake

/// Whoever is named later is searched for as those were who were named at first (Law 11/2017, Điều 25.2a).
@Suite struct PartyTests {
    private func searchAgain(_ counter: Counter) async throws {
        let house = counter.test.house
        let (cases, names) = (CaseStore(), KnownNames())
        let again = SearchAgain(
            clock: house.clock, outbox: house.outbox, cases: cases, search: ConflictSearch(names: names), conflicts: ConflictStore(),
            timeline: TimelineStore())
        let waiting = try await house.database.transaction(.service) { transaction in
            let waiting = try await transaction.ask(CaseStore.unsearched(limit: 10))
            try await names.learn(namesIn: waiting, in: transaction)
            return waiting
        }
        for id in waiting {
            try await house.database.transaction(.service) { transaction in
                guard let record = try await cases.lockUnsearched(id, in: transaction) else { return }
                try await again(record, in: transaction)
            }
        }
    }

    @Test func anOpposingPartyNamedLaterBringsTheConflictOfBothCasesOut() async throws {
        let counter = try await Counter.open()
        let first = try await counter.accept(["opposing": [["name": "Lý Văn Đối"]]], client: ["name": "Trần Thị Một"])
        let second = try await counter.accept(client: ["name": "Lý Văn Đối"])
        try await counter.announce(first)
        try await counter.announce(second)
        #expect(try await counter.test.told(CaseOpened.self).last?.conflicts.map(\.verdict) == [.review])
        let body = try JSONSerialization.data(withJSONObject: ["role": "opposing", "name": "Bà Cả (tức Tran Thi Mot)", "birth_year": 1980])
        let added = try await counter.test.ask(.post, "/api/v1/cases/\(second)/parties", by: counter.staff, body: body)
        #expect(added.status == .created, "\(added.text)")
        try await searchAgain(counter)
        let told = try await counter.test.told(PartiesChanged.self)
        #expect(told.map(\.case) == [second] && told.first?.conflicts.map(\.verdict) == [.conflict])
        // Kept with both; nothing waits any more.
        let verdicts = try await counter.test.house.database.transaction(.service) {
            try await $0.rows("select verdict from case_conflicts").map { try $0.get("verdict", as: String.self) }
        }
        #expect(verdicts == ["conflict", "conflict"])
        try await searchAgain(counter)
        #expect(try await counter.test.told(PartiesChanged.self).count == 1)
        let bodies = try await counter.test.house.database.transaction(.service) {
            try await $0.rows("select body from outbox").map { try $0.get("body", as: String.self) }
        }
        #expect(bodies.allSatisfy { !$0.contains("Bà Cả") && !$0.contains("Mot") })
        let list = try await counter.test.ask(.get, "/api/v1/cases/\(second)/parties", by: counter.staff)
        guard case .array(let items)? = list.tree["items"] else { throw Problem.notFound() }
        #expect(items.map { $0["role"]?.text } == ["client", "opposing"])
        let page = try await counter.test.ask(.get, "/cases/\(second)", by: counter.staff)
        #expect(page.text.contains("100 %") && page.text.contains("/cases/\(first)"))
    }

    @Test func aConflictThatAWrongNameCausedIsLiftedFromBothCases() async throws {
        let counter = try await Counter.open()
        let first = try await counter.accept(["opposing": [["name": "Lý Văn Đối"]]], client: ["name": "Trần Thị Một"])
        let second = try await counter.accept(client: ["name": "Lý Văn Đối"])
        for id in [first, second] { try await counter.announce(id) }
        func found() async throws -> Int? {
            try await counter.test.house.database.transaction(.service) {
                try await $0.value("select count(*) from case_conflicts", as: Int.self)
            }
        }
        #expect(try await found() == 2)
        try await counter.ask(
            .post, "/api/v1/cases/\(second)/register-corrections", #"{"name": "Phạm Thị Hoa", "reason": "Đối chiếu với căn cước"}"#,
            expecting: .created)
        try await searchAgain(counter)
        #expect(try await found() == 0)
        let told = try #require(try await counter.test.told(PartiesChanged.self).last)
        #expect(told.case == second && told.conflicts.isEmpty && told.lifted == [first])
        #expect(try await counter.ask(.get, "/cases/\(second)").text.contains("Vụ việc từng được tìm thấy không còn liên quan"))
    }

    /// Law 11/2017, Điều 25.2a: sides are searched by the names that people bear.
    @Test func article25_2a_aConflictThatAWronglyNamedPartyCausedIsLiftedOnceTheyAreCorrected() async throws {
        let counter = try await Counter.open()
        let first = try await counter.accept(client: ["name": "Trần Thị Một"])
        let second = try await counter.accept(["opposing": [["name": "Trần Thị Một"]]], client: ["name": "Phạm Thị Hoa"])
        for id in [first, second] { try await counter.announce(id) }
        let places = "/api/v1/cases/\(second)/parties"
        let party = try #require(try await counter.ask(.get, places).tree["items"]?.list.last?["id"]?.text)
        #expect(try await counter.ask(.get, "/api/v1/cases/\(first)").tree["conflicts"]?.list.count == 1)
        try await counter.ask(.post, "\(places)/\(party)/correction", #"{"reason": "Không khác"}"#, expecting: .unprocessableContent)
        try await counter.ask(
            .post, "\(places)/\(party)/correction", #"{"name": "Vũ Văn Bảy (tức Bảy Gà)", "birth_year": 1970, "reason": "Nghe nhầm"}"#,
            expecting: .created)
        try await searchAgain(counter)
        #expect(try await counter.ask(.get, "/api/v1/cases/\(first)").tree["conflicts"]?.list.isEmpty == true)
        let found = try #require(try await counter.ask(.get, places).tree["items"]?.list.last)
        #expect(found["id"]?.text == party && found["name"]?.text == "Vũ Văn Bảy (tức Bảy Gà)")
        #expect(found["corrections"]?.list.compactMap { $0["old"]?.text } == ["Trần Thị Một"])
        #expect(try await counter.ask(.get, "/cases/\(second)/parties").text.contains("<del>Họ và tên: Trần Thị Một</del>"))
        #expect(try await counter.test.audited("case.party-corrected") == 1)
    }

    @Test func somebodyTakenOutIsNotSearchedForAnyMoreAndStaysVisible() async throws {
        let counter = try await Counter.open()
        let first = try await counter.accept(client: ["name": "Trần Thị Một"])
        let second = try await counter.accept(["opposing": [["name": "Bà Cả (tức Trần Thị Một)"]]], client: ["name": "Phạm Thị Hoa"])
        for id in [first, second] { try await counter.announce(id) }
        let items = try await counter.ask(.get, "/api/v1/cases/\(second)/parties").tree["items"]?.list ?? []
        let (client, party) = (try #require(items.first?["id"]?.text), try #require(items.last?["id"]?.text))
        let place = "/cases/\(second)/parties/\(party)"
        let helper = counter.identity(.helper, helper: HelperID(at: Date()))
        #expect(try await counter.test.ask(.get, place, by: helper).status == .forbidden)
        try await counter.ask(.get, "/cases/\(second)/parties/\(client)", expecting: .notFound)
        #expect(try await counter.ask(.get, place).text.contains("\(place)/withdrawal"))
        let fields = try await counter.seen(second).merging(["form_key": UUID().text, "reason": "Nhầm vụ việc"]) { $1 }
        #expect(try await counter.send("\(place)/withdrawal", ["version": "0", "reason": "Cũ"]).status == .preconditionFailed)
        let sent = try await counter.send("\(place)/withdrawal", fields)
        #expect(sent.status == .seeOther, "\(sent.text)")
        try await searchAgain(counter)
        #expect(try await counter.ask(.get, "/api/v1/cases/\(first)").tree["conflicts"]?.list.isEmpty == true)
        let kept = try await counter.ask(.get, "/api/v1/cases/\(second)/parties").tree
        #expect(kept["items"]?.list.count == 1)
        let removed = kept["removed"]?.list.first?["corrections"]?.list ?? []
        #expect(Set(removed.compactMap { $0["old"]?.text }) == ["opposing", "Bà Cả (tức Trần Thị Một)"])
        #expect(try await counter.ask(.get, "/cases/\(second)/parties").text.contains("Nhầm vụ việc"))
        #expect(try await counter.test.audited("case.party-taken-out") == 1)
    }

    @Test func whatACommonNameCrowdsOutIsNotLifted() async throws {
        let counter = try await Counter.open()
        let other = try await counter.accept(["opposing": [["name": "Trần Thị Một"]]], client: ["name": "Lý Văn Xa"])
        let own = try await counter.accept(client: ["name": "Trần Thị Một"])
        for id in [other, own] { try await counter.announce(id) }
        // Many whose opposing party bears the same name, each of them newer than the first.
        try await counter.test.house.database.transaction(.service) { transaction in
            _ = try await transaction.execute(
                """
                with made as (
                    select gen_random_uuid() as request, ('ffffffff-ffff-7000-8000-' || lpad(n::text, 12, '0'))::uuid as id, n
                    from generate_series(1, 250) as n
                ), requested as (
                    insert into requests
                    select (jsonb_populate_record(requests, jsonb_build_object('id', made.request))).*
                    from made, requests join cases on cases.request = requests.id
                    where cases.id = \(other)
                    returning id
                ), registered as (
                    insert into cases
                    select (jsonb_populate_record(cases, jsonb_build_object(
                        'id', made.id, 'request', made.request, 'number', 1000 + n, 'code', 'TT.TGTT.' || 1000 + n || '.2026',
                        'matter', gen_random_uuid()))).*
                    from made, cases
                    where cases.id = \(other)
                    returning id
                )
                insert into parties
                select (jsonb_populate_record(parties, jsonb_build_object('id', gen_random_uuid(), 'request', made.request))).*
                from made, parties join cases on cases.request = parties.request
                where cases.id = \(other) and parties.role = 'opposing'
                """)
        }
        try await counter.ask(
            .post, "/api/v1/cases/\(own)/parties", #"{"role": "relative", "name": "Trần Văn Em"}"#, expecting: .created)
        try await searchAgain(counter)
        let told = try #require(try await counter.test.told(PartiesChanged.self).last)
        #expect(told.lifted == nil && told.conflicts.contains { $0.case == other })
    }

    @Test func theStoryOfACaseStaysWithoutGaps() async throws {
        let counter = try await Counter.open()
        let id = try await counter.accept(client: ["name": "Trần Thị Một"])
        try await counter.announce(id)
        for name in ["Một", "Hai"] {
            let sent = try await counter.send(
                ["form_key": UUID().text, "role": "relative", "name": "Trần Văn \(name)"], to: "/cases/\(id)/parties", by: counter.staff)
            #expect(sent.status == .seeOther, "\(sent.text)")
        }
        try await searchAgain(counter)
        let versions = try await counter.test.house.database.transaction(.service) {
            try await $0.rows("select version from outbox where aggregate = \(id) order by version").map {
                try $0.get("version", as: Int.self)
            }
        }
        // Opened, its dossier, and one search for the two.
        #expect(versions == [1, 2, 3])
        let bad = try await counter.send(["form_key": UUID().text, "role": "client"], to: "/cases/\(id)/parties", by: counter.staff)
        #expect(bad.status == .unprocessableContent)
        let foreign = counter.identity(.staff, of: counter.foreign)
        #expect(try await counter.test.ask(.get, "/cases/\(id)/parties", by: foreign).status == .notFound)
    }

    @Test func thePageOfChecksSaysWhereAndNeverWho() async throws {
        let counter = try await Counter.open()
        let first = try await counter.accept(["opposing": [["name": "Lý Văn Đối"]]], client: ["name": "Trần Thị Một"])
        let hidden = try await counter.accept(
            ["centre": counter.foreign.description], client: ["name": "Trần Thị Một"], by: counter.identity(.staff, of: counter.foreign))
        try await counter.announce(first)
        try await counter.announce(hidden)
        let answer = try await counter.send(
            ["centre": counter.centre.description, "names": "tran thi mot\r\nLí Văn Đối"], to: "/requests/conflicts", by: counter.staff)
        #expect(answer.status == .ok && answer.text.contains("/cases/\(first)"), "\(answer.text)")
        #expect(!answer.text.contains("\(hidden)") && answer.text.contains("Vụ việc của tổ chức khác"))
        #expect(!answer.text.contains("Trần Thị Một"))
        #expect(try await counter.test.audited("conflicts.checked") == 1)
        let foreign = try await counter.send(
            ["centre": counter.foreign.description, "names": "Ai"], to: "/requests/conflicts", by: counter.staff)
        #expect(foreign.status == .forbidden)
        let empty = try await counter.send(["centre": counter.centre.description], to: "/requests/conflicts", by: counter.staff)
        #expect(empty.status == .unprocessableContent)
    }
}
