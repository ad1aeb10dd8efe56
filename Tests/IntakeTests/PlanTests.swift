import Database
import Foundation
import Models
import Rules
import ServiceKit
import TestKit
import Testing

@testable import Intake

/// What the home page and its lists wait for reads by index on a large register, as the login role with its policies.
@Suite struct PlanTests {
    /// Most cases are over, as in a register of years.
    private static let cases = 30_000

    @Test func whatIsOpenOrWaitsIsCountedByIndexHoweverMuchIsOnRecord() async throws {
        let counter = try await Counter.open()
        try await fill(counter)
        let today = counter.test.house.clock.today
        let centre = Scope.organisations([counter.centre])
        let open = try await plan(
            of: """
                select \(CaseCounts.columns(on: today)) from cases
                where \(CaseFilter.isOpen) and \(CaseFilter().conditions(centre.tenant, on: today))
                """, within: centre, counter)
        #expect(open.contains("cases_open") && !open.contains("Seq Scan on cases"), "\(open)")
        let places = try await plan(
            of: """
                select organisation, \(CaseCounts.columns(on: today)) from cases
                where \(CaseFilter.isOpen) and \(Scope.province("08").tenant) group by organisation
                """, within: .province("08"), counter)
        #expect(places.contains("cases_open_by_place") && !places.contains("Seq Scan on cases"), "\(places)")
        let need = CaseFilter(need: .papersLate)
        let list = try await plan(
            of: "select id from cases where \(need.conditions(centre.tenant, on: today)) order by registered_at desc limit 51",
            within: centre, counter)
        #expect(list.contains("cases_open") && !list.contains("Seq Scan on cases"), "\(list)")
        let begun = try await plan(
            of: "select date_trunc('month', accepted_on) from cases where accepted_on >= '2026-01-01' and \(centre.tenant)",
            within: centre, counter)
        #expect(begun.contains("cases_begun") && !begun.contains("Seq Scan on cases"), "\(begun)")
        let waiting = try await plan(
            of: "select count(*) from requests where state in ('received', 'supplement_asked') and \(centre.tenant)", within: centre,
            counter
        )
        #expect(waiting.contains("requests_waiting") && !waiting.contains("Seq Scan on requests"), "\(waiting)")
    }

    @Test func aCalendarIsReadByIndex() async throws {
        let counter = try await Counter.open()
        try await fill(counter)
        _ = try await counter.test.house.database.transaction(.service) { transaction in
            try await transaction.execute(
                """
                insert into hearings (id, case_id, organisation, province, kind, starts_at, place, state, entered_by, entered_at, changed_at, version)
                select gen_random_uuid(), id, organisation, province, 'other', registered_at, 'Tòa án', 'scheduled', 'mẫu', now(), now(), 1
                from cases
                """)
        }
        for (scope, index) in [
            (Scope.organisations([counter.centre]), "hearings_by_time"), (.province("08"), "hearings_by_place_and_time"),
        ] {
            let month = try await plan(
                of: """
                    select hearings.id, cases.code
                    from hearings join cases on cases.id = hearings.case_id
                    where \(scope.tenant(of: "hearings.")) and hearings.starts_at >= '2022-03-01' and hearings.starts_at < '2022-04-01'
                    order by hearings.starts_at, hearings.id
                    limit 500
                    """, within: scope, counter)
            #expect(month.contains(index) && !month.contains("Seq Scan on hearings"), "\(month)")
        }
    }

    @Test func earlierRequestsOfAPersonAreFoundByIndex() async throws {
        let counter = try await Counter.open()
        try await fill(counter)
        _ = try await counter.test.house.database.transaction(.service) {
            try await $0.execute("update requests set client_birth = date '1930-01-01' + (random() * 29000)::int")
        }
        _ = try await counter.accept(client: ["identity_number": "008180001234"])
        let kept = try await counter.test.house.database.transaction(.service) { transaction in
            let id = try await transaction.value("select id from requests where client_name = 'Nông Thị Mẫu'", as: UUID.self)
            return try await RequestStore().find(RequestID(try #require(id)), in: transaction)
        }
        let record = try #require(kept)
        let query = RequestStore.query(earlierThan: SoughtClient(record), at: counter.test.house.clock.now)
        let found = try await plan(of: query, within: .organisations([counter.centre]), counter)
        #expect(found.contains("requests_by_place_and_birth") && !found.contains("Seq Scan on requests"), "\(found)")
    }

    @Test func conflictsAreSearchedByIndexHoweverManyBearAName() async throws {
        let counter = try await Counter.open()
        try await fill(counter)
        try await fillNames(counter)
        let id = try await counter.accept(["opposing": [["name": "Trần Văn Sáu"]]], client: ["name": "Nguyễn Thị Hương"])
        try await counter.test.administer("analyze")
        let search = ConflictSearch(names: KnownNames())
        let (known, found, parts) = try await counter.test.house.database.transaction(.service) { transaction in
            try await search.names.learn(namesIn: [id], in: transaction)
            return (
                KnownNames.query([Spelling(key: "nguyen thi huong")]), try await search.query(of: id, in: transaction),
                try await search.query(for: [SearchedParty(role: .client, key: "nguyen thi huong")], in: transaction)
            )
        }
        let names = try await plan(of: known, within: .service, counter)
        #expect(names.contains("names_by_trace") && !names.contains("Seq Scan on names"), "\(names)")
        let one = SoughtPeople.Sought(
            person: SearchedParty(role: .client, key: "nguyen thi huong", identityNumber: "001190000123"), against: [.opposing])
        let sought = SoughtPeople([one], like: [Spelling(key: one.person.key): [LikeName(key: one.person.key, likeness: 1)]])
        for query in [found, parts, SoughtPeople.query(onRecord: [id: sought])] {
            let bearers = try await plan(of: query, within: .service, counter)
            #expect(bearers.contains("Index Only Scan using parties_by_name_and_side"), "\(bearers)")
            #expect(!bearers.contains("Seq Scan on parties") && !bearers.contains("Seq Scan on cases"), "\(bearers)")
        }
    }

    @Test func newestCasesAndRequestsAreReadByIndexWhoeverAsks() async throws {
        let counter = try await Counter.open()
        try await fill(counter)
        let page = PageRequest(after: Cursor("0", Cursor.key(counter.test.house.clock.now), CaseID(at: .now).description))
        let later = PageRequest(after: Cursor(Cursor.key(counter.test.house.clock.now), CaseID(at: .now).description))
        for scope: Scope in [.organisations([counter.centre]), .province("08"), .country] {
            for (page, oldestFirst) in [(PageRequest(), false), (page, false), (PageRequest(), true), (page, true)] {
                let query = CaseStore.query(
                    CaseFilter(), page, oldestFirst: oldestFirst, within: scope, on: counter.test.house.clock.today)
                let cases = try await plan(of: query, within: scope, sorting: false, counter)
                #expect(cases.contains("cases_newest") && !cases.contains("Seq Scan on cases"), "\(scope): \(cases)")
            }
            for (page, oldestFirst) in [(PageRequest(), false), (later, false), (PageRequest(), true), (later, true)] {
                let query = RequestStore.query(RequestFilter(), page, oldestFirst: oldestFirst, within: scope)
                let requests = try await plan(of: query, within: scope, sorting: false, counter)
                #expect(requests.contains("requests_newest") && !requests.contains("Seq Scan on requests"), "\(scope): \(requests)")
            }
        }
    }

    /// Cases of two hundred organisations in thirty-four provinces, one of twenty still open; the counter's centre is one of them.
    func fill(_ counter: Counter) async throws {
        try await counter.test.house.database.transaction(.service) { transaction in
            try await transaction.execute(
                """
                insert into requests (id, organisation, province, channel, received_at, recorded_at, recorded_by, state, urgent, client_name,
                    client_name_key, client_birth, client_gender, client_ethnicity, client_languages, categories, form, field, matter, summary,
                    eligibility, version, told)
                select gen_random_uuid(), case when n % 200 = 0 then \(counter.centre) else md5((n % 200)::text)::uuid end,
                    lpad((n % 34)::text, 2, '0'), 'post', timestamptz '2020-01-01' + n * interval '30 minutes', now(), 'mẫu',
                    case when n % 50 = 0 then 'received' else 'accepted' end, false, 'Người ' || n, 'nguoi ' || n, '1990-01-01', 'female',
                    'Kinh', '{}', '{poor_household}', 'litigation', 'civil', gen_random_uuid(), '', '{}', 1, 1
                from generate_series(1, \(Self.cases)) as n
                """)
            try await transaction.execute(
                """
                insert into cases (id, request, organisation, province, code, series, number, matter, form, field, state, counted_as,
                    poor_and_ethnic_minority, client_name, search_key, search_text, accepted_on, registered_at, urgent, version, told)
                select gen_random_uuid(), id, organisation, province, 'X' || n, 'x', n, matter, form, field,
                    case when n % 20 = 0 then 'under_way' else 'handed_over' end, 'poor_household', false, client_name, client_name_key,
                    client_name_key, received_at::date, received_at, false, 1, 1
                from (select *, row_number() over (order by received_at) as n from requests) as requests
                """)
        }
    }

    /// Somebody on each side of every case, of whom one in a hundred bears the same name; each name is known.
    private func fillNames(_ counter: Counter) async throws {
        try await counter.test.house.database.transaction(.service) { transaction in
            try await transaction.execute(
                """
                insert into parties (id, request, organisation, province, role, name, name_key)
                select gen_random_uuid(), requests.id, organisation, province, role, name, name
                from (select *, row_number() over () as n from requests) as requests
                cross join (values ('client'), ('opposing')) as sides (role)
                cross join lateral (select case when n % 100 = 0 then 'nguyen thi huong' else role || ' ' || n end as name) as named
                """)
            try await transaction.execute(
                """
                insert into names (key, traces)
                select 'client ' || n, array(select n * 20 + trace from generate_series(1, 16) as trace) from generate_series(1, \(Self.cases)) as n
                """)
        }
    }

    /// - Parameter sorting: false: as on a register so large that sorting it is out of the question.
    private func plan(of query: SQL, within scope: Scope, sorting: Bool = true, _ counter: Counter) async throws -> String {
        try await counter.test.house.database.transaction(scope) { transaction in
            _ = try await transaction.rows("select set_config('enable_sort', \(sorting ? "on" : "off"), true)")
            return try await transaction.rows("explain " + query).map { try $0.get("QUERY PLAN", as: String.self) }.joined(separator: "\n")
        }
    }
}
