import Database
import Foundation
import Models
import ServiceKit
import TestKit
import Testing

@testable import Intake

/// The search looks at the newest cases, then at some months at a time, by the rare parts of words (migration 0184): it must find what a look at every case finds.
@Suite struct SearchByMonthsTests {
    /// A case as the search knows it.
    private struct Entry: RowDecodable {
        let id: CaseID
        let at: Date
        let organisation: OrganisationID
        let province: String
        let words: String
        let tags: Set<String>
        let acceptedOn: LegalDate

        init(_ row: Row) throws {
            id = try row.get("id")
            at = try row.get("registered_at")
            organisation = try row.get("organisation")
            province = try row.get("province")
            words = try row.get("words")
            tags = Set(try row.get("tags", as: [String].self))
            acceptedOn = try row.get("accepted_on")
        }
    }

    private struct Question {
        var filter = CaseFilter()
        var words: [String] = []
        var without: [String] = []

        func isMet(by entry: Entry) -> Bool {
            entry.tags.isSuperset(of: filter.tags) && filter.acceptedFrom.map { entry.acceptedOn >= $0 } ?? true
                && filter.acceptedUntil.map { entry.acceptedOn <= $0 } ?? true && words.allSatisfy(entry.words.contains)
                && (without.isEmpty || !without.allSatisfy(entry.words.contains))
        }
    }

    /// What is frequent everywhere, in old months alone, in one month alone, now and then, hardly ever, never; and words without others.
    private static let questions = [
        Question(words: ["nguoi"]),
        Question(filter: CaseFilter(state: .archived)),
        Question(filter: CaseFilter(state: .stopped)),
        Question(filter: CaseFilter(state: .stopped), words: ["7"]),
        Question(words: ["77"]),
        Question(words: ["123"], without: ["1234"]),
        Question(words: ["12345"]),
        Question(words: [" 123 "]),
        Question(words: ["nguoi", " 1234 "]),
        Question(words: ["guoi t", "1234"]),
        Question(filter: CaseFilter(acceptedUntil: LegalDate("2020-02-20")), words: ["1234"]),
        Question(filter: CaseFilter(state: .finished)),
        Question(words: ["nobody"]),
        Question(filter: CaseFilter(acceptedFrom: LegalDate("2020-02-10"), acceptedUntil: LegalDate("2020-02-20"))),
        Question(filter: CaseFilter(acceptedFrom: LegalDate("2020-11-30")), words: ["123"]),
        Question(filter: CaseFilter(acceptedUntil: LegalDate("2020-01-31")), words: ["nguoi", "9"]),
    ]

    @Test func findsWhatALookAtEveryCaseFinds() async throws {
        let counter = try await Counter.open()
        try await PlanTests().fill(counter)
        let entries = try await counter.test.house.database.transaction(.service) { transaction in
            // The newest 8,000 are under way; 7,000 of one month are stopped; half of all are of one province.
            _ = try await transaction.execute(
                """
                update cases set
                    state = case when place between 12000 and 19000 then 'stopped' when place = 30000 then 'finished'
                        when place > 8000 and place % 3 = 0 then 'archived' else 'under_way' end,
                    registered_at = case when place between 12000 and 19000 then timestamptz '2021-03-31 20:00:00Z' - place / 2 * interval '1 minute'
                        else cases.registered_at end,
                    province = case when place % 2 = 0 then '08' else cases.province end
                from (select id, row_number() over (order by registered_at desc, id desc) as place from cases) as placed
                where placed.id = cases.id
                """)
            return try await transaction.all(
                """
                select cases.id, cases.registered_at, cases.organisation, cases.province, row.words, row.tags, row.accepted_on
                from cases
                join requests on requests.id = cases.request
                cross join lateral case_search_row(cases, requests) as row
                order by cases.registered_at desc, cases.id desc
                """, as: Entry.self)
        }
        try await counter.test.administer("analyze")
        let places = Set(entries.map(\.organisation).prefix(40))
        let scopes: [(Scope, (Entry) -> Bool)] = [
            (.country, { _ in true }), (.province("08"), { $0.province == "08" }),
            (.organisations(Array(places)), { places.contains($0.organisation) }),
        ]
        for (scope, isWithin) in scopes {
            for question in Self.questions {
                let all = entries.lazy.filter { isWithin($0) && question.isMet(by: $0) }.prefix(120).map(\.id)
                let found = try await found(question, of: 40, most: 120, within: scope, counter)
                #expect(found == Array(all), "\(scope) \(question)")
            }
        }
    }

    @Test func aWordIsAskedOfTheIndexByThePartsThatAreRare() async throws {
        let counter = try await Counter.open()
        let sample: [String] = (0..<300).map { place in
            " tt1 tgtt \(place) 2026 " + (place.isMultiple(of: 10) ? "giang " : "quang ") + (place < 20 ? "linh" : "thi")
        }
        func parts(of pattern: String) async throws -> Set<String> {
            try await counter.test.house.database.transaction(.service) { transaction in
                Set(try await transaction.value("select index_patterns(\(pattern), \(sample))", as: [String].self) ?? [])
            }
        }
        // Nothing but the word has it.
        let giang = try await parts(of: "%giang%")
        #expect(giang.count == 1 && giang.isSubset(of: ["%gia%", "%ian%"]))
        // A code's number: its first digits stand in every year.
        #expect(try await parts(of: "% 20264 %").isSubset(of: ["%264%", "%64 %"]))
        #expect(try await parts(of: "% 20264 %").isEmpty == false)
        // What is short, or no word, is asked for as it is.
        for whole in ["% 7 %", "% le%", "%a_b%", "%one two%"] { #expect(try await parts(of: whole) == [whole]) }
    }

    /// What is found, page by page.
    private func found(_ question: Question, of size: Int, most: Int, within scope: Scope, _ counter: Counter) async throws -> [CaseID] {
        let search = CaseSearch(filter: question.filter, today: counter.test.house.clock.today)
        return try await counter.test.house.database.transaction(scope) { transaction in
            var places: [(at: Date, id: CaseID)] = []
            while places.count < most {
                let found = search.found(question.words.map { "%\($0)%" }, without: question.without.map { "%\($0)%" }, places.last, size)
                // Read in the order in which they come.
                let page = try await transaction.rows(
                    "select id, registered_at from \(found) with ordinality as found (id, place) join cases using (id) order by place")
                places += try page.map { (try $0.get("registered_at"), try $0.get("id")) }
                if page.count < size { break }
            }
            return places.map(\.id)
        }
    }
}
