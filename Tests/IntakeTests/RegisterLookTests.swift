import Database
import Foundation
import HTTPTypes
import HummingbirdTesting
import Models
import ServiceKit
import TestKit
import Testing

@testable import Intake

/// Looks at the register by many at once: read together, and still each account's own.
@Suite struct RegisterLookTests {
    private struct Person: Sendable {
        let identity: Identity
        let search: String

        init(_ number: Int, _ role: Role, at organisation: OrganisationID) {
            identity = Identity(
                subject: "account-\(number)", name: "Người số \(number) (mẫu)", role: role, organisation: organisation, jti: "\(number)")
            search = "Tìm kiếm của \(number)"
        }
    }

    private struct Look: Sendable {
        let person: Person
        let text: String
    }

    @Test func whoLooksAtOnceSeesTheirOwnAndIsOnRecord() async throws {
        let counter = try await Counter.open()
        _ = try await counter.accept(client: ["name": "Nông Thị Nhà"])
        _ = try await counter.accept(
            ["centre": counter.foreign.description], client: ["name": "Lê Thị Xa"], by: counter.identity(.staff, of: counter.foreign))
        let here = (1...8).map { Person($0, [.staff, .leader, .administrator][$0 % 3], at: counter.centre) }
        let there = (9...12).map { Person($0, .staff, at: counter.foreign) }
        for person in here + there {
            let body = try JSONEncoder().encode(["name": person.search, "query": "form=litigation"])
            #expect(try await counter.test.ask(.post, "/api/v1/case-searches", by: person.identity, body: body).status == .created)
        }
        let times = 5
        let looks = try await withThrowingTaskGroup(of: Look.self) { group in
            for person in (0..<times).flatMap({ _ in here + there }) {
                group.addTask {
                    let answer = try await counter.test.ask(.get, "/cases", by: person.identity)
                    #expect(answer.status == .ok)
                    return Look(person: person, text: answer.text)
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        for look in looks {
            let isHere = look.person.identity.organisation == counter.centre
            #expect(look.text.contains("Nông Thị Nhà") == isHere && look.text.contains("Lê Thị Xa") == !isHere)
            #expect(look.text.contains(look.person.identity.name))
            for other in here + there {
                #expect(look.text.contains("\(other.search)<") == (other.search == look.person.search), "\(look.person.search)")
            }
            let mayImport = look.person.identity.may(.importRegister)
            #expect(look.text.contains("/cases/import") == mayImport)
        }
        let told = try await counter.test.house.database.transaction(.service) { transaction in
            try await transaction.all(
                """
                select actor, sum(coalesce((details ->> 'looks')::int, 1))::bigint as looks, count(distinct organisation) as places
                from audit
                where action = 'cases.listed'
                group by actor
                """, as: Told.self)
        }
        let together = try await counter.test.house.database.transaction(.service) { transaction in
            try await transaction.value(
                """
                select count(*)
                from (
                    select xmin::text from audit where action = 'cases.listed' group by xmin::text having count(distinct actor) > 1
                ) as readings
                """, as: Int.self) ?? 0
        }
        #expect(together > 0, "several accounts by one reading")
        let expected = Set((here + there).map { Told(actor: $0.identity.subject, looks: times, places: 1) })
        #expect(Set(told) == expected)
    }

    private struct Told: RowDecodable, Hashable {
        let actor: String
        let looks: Int
        let places: Int

        init(actor: String, looks: Int, places: Int) {
            self.actor = actor
            self.looks = looks
            self.places = places
        }

        init(_ row: Row) throws {
            actor = try row.get("actor")
            looks = try row.get("looks")
            places = try row.get("places")
        }
    }
}
