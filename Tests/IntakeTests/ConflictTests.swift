import Database
import Foundation
import HTTPTypes
import HummingbirdTesting
import Models
import ServiceKit
import TestKit
import Testing

@testable import Intake

/// Điều 25.2a: nobody acts for both sides of one matter.
@Suite struct ConflictTests {
    @Test func twoSidesThatNameEachOtherAreInConflict() async throws {
        let counter = try await Counter.open()
        let first = try await counter.accept(["opposing": [["name": "Lý Văn Đối"]]], client: ["name": "Trần Thị Một"])
        // As the other side types it at another counter: no tones, other capitals, a doubled space.
        let second = try await counter.accept(
            ["opposing": [["name": "tran thi  MOT"]], "centre": counter.foreign.description], client: ["name": "Ly Van Doi"],
            by: counter.identity(.staff, of: counter.foreign))
        try await counter.announce(first)
        try await counter.announce(second)
        let opened = try await counter.test.told(CaseOpened.self)
        #expect(opened.map(\.case) == [first, second])
        #expect(opened[1].conflicts == [CaseConflict(case: first, verdict: .conflict, score: 1)])
        let view = try await counter.test.ask(.get, "/api/v1/cases/\(first)", by: counter.staff)
        #expect(view.text.contains(second.description))
    }

    @Test func oneSideNamedOnceIsForPeopleToReview() async throws {
        let counter = try await Counter.open()
        let first = try await counter.accept(client: ["name": "Trần Thị Một"])
        let second = try await counter.accept(["opposing": [["name": "Trần Thị Một"]]], client: ["name": "Lý Văn Đối"])
        try await counter.announce(first)
        try await counter.announce(second)
        #expect(try await counter.test.told(CaseOpened.self).last?.conflicts.map(\.verdict) == [.review])
    }

    @Test func clientsOfOneMatterAreNotInConflict() async throws {
        let counter = try await Counter.open()
        let matter = UUID().text
        let first = try await counter.accept(["matter": matter], client: ["name": "Trần Thị Một"])
        let second = try await counter.accept(["matter": matter], client: ["name": "Trần Văn Hai"])
        try await counter.announce(first)
        try await counter.announce(second)
        #expect(try await counter.test.told(CaseOpened.self).allSatisfy { $0.conflicts.isEmpty })
    }

    @Test func aNoticeIsToldAsAcceptedAtOnceAndCustodyWithItsTime() async throws {
        let counter = try await Counter.open()
        let plain = try await counter.accept(client: ["name": "Trần Thị Một"])
        let notice = try await counter.accept(["channel": "notice", "held": "2026-01-05T02:03:00Z"], client: ["name": "Lý Văn Hai"])
        let pressing = try await counter.accept(
            ["deadline": Instant.format(counter.test.house.clock.now + 86_400)], client: ["name": "Hà Thị Ba"])
        for id in [plain, notice, pressing] { try await counter.announce(id) }
        let opened = try await counter.test.told(CaseOpened.self)
        #expect(opened.map(\.acceptedAtOnce) == [false, true, true])
        #expect(opened.map(\.held) == [nil, Instant.parse("2026-01-05T02:03:00Z"), nil])
    }

    @Test(
        arguments: [
            // As it is written at the other counter, what is known there, and what comes of it; Trần Thị Một was born in 1990.
            ("Tran Thi Mott", nil, nil, .conflict), ("Một Trần Thị", 1990, nil, .conflict), ("Trần Thị Một", 1955, nil, nil),
            ("Trần Thị Một", nil, "001090000009", nil), ("Ai Đó", nil, "001090000001", .conflict),
            // A number of 9 digits says nothing of one of 12.
            ("Trần Thị Một", nil, "090000009", .conflict), ("Bà Cả (tức Trần Thị Một)", nil, nil, .conflict),
            ("Trần Thị Mộng Điệp", nil, nil, nil),
        ] as [(String, Int?, String?, ConflictVerdict?)])
    func aSideIsKnownHoweverItIsWritten(_ written: String, _ year: Int?, _ number: String?, _ verdict: ConflictVerdict?) async throws {
        let counter = try await Counter.open()
        let first = try await counter.accept(
            ["opposing": [["name": "Lý Văn Đối"]]],
            client: ["name": "Trần Thị Một", "birth": "1990-04-02", "identity_number": "001090000001"])
        var opposing: [String: Any] = ["name": written]
        opposing["birth_year"] = year
        opposing["identity_number"] = number
        let second = try await counter.accept(
            ["opposing": [opposing], "centre": counter.foreign.description], client: ["name": "Lí Van Đoi"],
            by: counter.identity(.staff, of: counter.foreign))
        try await counter.announce(first)
        try await counter.announce(second)
        // Where the one side is somebody else, the other is still named on one side.
        #expect(try await counter.test.told(CaseOpened.self).last?.conflicts.map(\.verdict) == [verdict ?? .review])
    }

    @Test func namesAreCheckedBeforeAnythingIsRegistered() async throws {
        let counter = try await Counter.open()
        let first = try await counter.accept(["opposing": [["name": "Lý Văn Đối"]]], client: ["name": "Trần Thị Một"])
        try await counter.announce(first)
        func check(_ names: [String], _ centre: OrganisationID? = nil) async throws -> TestResponse {
            let body = try JSONSerialization.data(withJSONObject: ["centre": (centre ?? counter.centre).description, "names": names])
            return try await counter.test.ask(
                .post, "/api/v1/conflict-checks", by: counter.staff, [.contentType: "application/json"], body: body)
        }
        let one = try await check(["tran thi mot"])
        #expect(one.tree["verdict"] == "review" && one.text.contains(first.description) && one.text.contains(#""role":"client""#))
        #expect(!one.text.lowercased().contains("tran"))
        #expect(try await check(["Trần Thị Một", "Lí Văn Đối"]).tree["verdict"] == "conflict")
        #expect(try await check(["Không Ai Cả"]).tree["verdict"] == "clear")
        #expect(try await check(["Trần Thị Một"], counter.foreign).status == .forbidden)
        #expect(try await check([]).status == .unprocessableContent)
        #expect(try await counter.test.audited("conflicts.checked") == 3)
    }

    @Test func casesAnnouncedTogetherFindEachOther() async throws {
        let counter = try await Counter.open()
        let first = try await counter.accept(["opposing": [["name": "Lý Văn Đối"]]], client: ["name": "Trần Thị Một"])
        let second = try await counter.accept(["opposing": [["name": "Trần Thị Một"]]], client: ["name": "Lý Văn Đối"])
        let third = try await counter.accept(client: ["name": "Hà Thị Ba"])
        #expect(try await counter.announceAll() == 3)
        let opened = try await counter.test.told(CaseOpened.self)
        #expect(
            Dictionary(uniqueKeysWithValues: opened.map { ($0.case, $0.conflicts) }) == [
                first: [CaseConflict(case: second, verdict: .conflict, score: 1)],
                second: [CaseConflict(case: first, verdict: .conflict, score: 1)], third: [],
            ])
        let kept = try await counter.test.house.database.transaction(.service) {
            try await $0.rows("select case_id, other from case_conflicts").map {
                [try $0.get("case_id", as: CaseID.self), try $0.get("other")]
            }
        }
        #expect(kept.count == 2 && Set(kept) == [[first, second], [second, first]])
        #expect(try await counter.announceAll() == 0)
    }

    /// None of them bears a name of another; one is on record with another's number. They are more than one transaction takes.
    @Test func ofManyAnnouncedTogetherTheOneWhoseNumberIsOnRecordIsFound() async throws {
        let counter = try await Counter.open()
        let syllables = ["An", "Bé", "Cúc", "Dung", "Hà", "Khê", "Lan"]
        var ids: [CaseID] = []
        for number in 0..<40 {
            ids.append(try await counter.accept(client: ["name": "Đinh \(syllables[number % 7]) \(syllables[number / 7]) Quỳnh"]))
        }
        let number = "001190000123"
        let client = try await counter.accept(client: ["name": "Phùng Thị Sửu", "identity_number": number])
        let against = try await counter.accept(
            ["opposing": [["name": "Vừ A Tống", "identity_number": number]]], client: ["name": "Giàng Thị Mỷ"])
        #expect(try await counter.announceAll() == 42)
        let opened = try await counter.test.told(CaseOpened.self)
        #expect(opened.map(\.case.description).sorted() == (ids + [client, against]).map(\.description).sorted())
        let found = Dictionary(uniqueKeysWithValues: opened.filter { !$0.conflicts.isEmpty }.map { ($0.case, $0.conflicts.map(\.case)) })
        #expect(found == [client: [against], against: [client]])
        let told = try await counter.test.house.database.transaction(.service) {
            try await $0.rows("select told from cases").map { try $0.get("told", as: Int.self) }
        }
        #expect(told == Array(repeating: 2, count: 42))
    }

    /// Likeness is not the same from either side where one name is short: both cases are shown the stronger verdict.
    @Test func ofTwoVerdictsOnOnePairTheStrongerIsKept() async throws {
        let counter = try await Counter.open()
        let first = try await counter.accept(client: ["name": "Hà Thị Ba"])
        let second = try await counter.accept(client: ["name": "Lò Văn Ún"])
        for verdicts in [[ConflictVerdict.review, .conflict], [.conflict, .review]] {
            let found = [
                first: [CaseConflict(case: second, verdict: verdicts[0], score: 0.8)],
                second: [CaseConflict(case: first, verdict: verdicts[1], score: 0.7)],
            ]
            let kept = try await counter.test.house.database.transaction(.service) { transaction in
                ConflictStore().record(found, at: counter.test.house.clock.now, in: transaction)
                return try await transaction.rows("select verdict from case_conflicts").map {
                    try $0.get("verdict", as: ConflictVerdict.self)
                }
            }
            #expect(kept == [.conflict, .conflict])
        }
    }

    @Test func twoWhoAnnounceAtOnceTellOfEachCaseOnce() async throws {
        let counter = try await Counter.open()
        var opened: Set<CaseID> = []
        for number in 1...40 { opened.insert(try await counter.accept(client: ["name": "Hà Thị Ba \(number)"])) }
        async let one = counter.announceAll()
        async let other = counter.announceAll()
        let first = try #require(opened.first)
        async let third: Void = counter.announce(first)
        let (ones, others, _) = try await (one, other, third)
        #expect((39...40).contains(ones + others), "one may have been announced by whoever changes it")
        let told = try await counter.test.told(CaseOpened.self).map(\.case)
        #expect(told.count == 40 && Set(told) == opened)
    }

    @Test func announcingACaseDoesNotWriteItsRowAgain() async throws {
        let counter = try await Counter.open()
        let id = try await counter.accept(client: ["name": "Trần Thị Một"])
        func places() async throws -> [String] {
            try await counter.test.house.database.transaction(.service) {
                try await $0.rows("select ctid::text as place from cases where id = \(id)").map { try $0.get("place", as: String.self) }
            }
        }
        let before = try await places()
        try await counter.announce(id)
        #expect(try await counter.test.told(CaseOpened.self).map(\.case) == [id])
        #expect(try await places() == before)
    }

    @Test func oneThatCannotBeAnnouncedKeepsNoOtherWaiting() async throws {
        let counter = try await Counter.open()
        let first = try await counter.accept(client: ["name": "Trần Thị Một"])
        let broken = try await counter.accept(client: ["name": "Lý Văn Hai"])
        let last = try await counter.accept(client: ["name": "Hà Thị Ba"])
        try await counter.test.administer(
            """
            alter table intake.cases disable trigger all;
            update intake.cases set form = 'unheard_of' where id = '\(broken)';
            alter table intake.cases enable trigger all
            """)
        var aside: Announcer.Aside = [:]
        #expect(try await counter.announcer.round(&aside) == 2)
        #expect(aside.keys.map(\.self) == [broken])
        let told = try await counter.test.told(CaseOpened.self).map(\.case)
        #expect(told.count == 2 && Set(told) == [first, last])
        // It does not undo what is announced together with it again.
        let next = try await counter.accept(client: ["name": "Vừ Thị Tư"])
        #expect(try await counter.announcer.round(&aside) == 1)
        #expect(try await counter.test.told(CaseOpened.self).last?.case == next)
    }

    @Test func noNameLeavesIntake() async throws {
        let counter = try await Counter.open()
        let id = try await counter.accept(["opposing": [["name": "Lý Văn Đối"]]], client: ["name": "Trần Thị Một"])
        try await counter.announce(id)
        let bodies = try await counter.test.house.database.transaction(.service) {
            try await $0.rows("select body from outbox").map { try $0.get("body", as: String.self) }
        }
        #expect(bodies.count == 3)
        #expect(bodies.allSatisfy { !$0.contains("Trần") && !$0.contains("Đối") })
    }
}

extension Counter {
    /// As the service runs it.
    var announcer: Announcer {
        get throws { try #require(test.parts.services.compactMap { $0 as? Announcer }.first) }
    }

    /// One round of it. Returns how many cases it announced.
    func announceAll() async throws -> Int {
        var aside: Announcer.Aside = [:]
        return try await announcer.round(&aside)
    }

    /// What the announcer does soon after a registration.
    func announce(_ id: CaseID) async throws {
        try await desk.announce(id, for: identity(.system))
    }

    private var desk: CaseDesk {
        let cases = CaseStore()
        let dossier = DossierStore()
        let announcing = AnnounceCases(
            clock: test.house.clock, outbox: test.house.outbox, cases: cases,
            search: ConflictSearch(names: KnownNames()), conflicts: ConflictStore(), timeline: TimelineStore())
        return CaseDesk(
            clock: test.house.clock, database: test.house.database, cases: cases, dossier: dossier, waivers: WaiverStore(),
            conflicts: ConflictStore(),
            timeline: TimelineStore(), requests: RequestStore(), eligibility: EligibilityStore(), imported: ImportedCaseStore(),
            transfers: TransferStore(),
            announcing: announcing)
    }
}
