import Database
import Foundation
import Models
import ServiceKit
import TestKit
import Testing

@testable import Reporting

/// Simple questions are counted once, by the day of the answer, where they belong.
@Suite struct ConsultationTests {
    @Test func eachIsCountedOnceInItsYearAndScope() async throws {
        let bureau = try await Bureau.open()
        let foreign = OrganisationID(at: Date())
        func given(_ organisation: OrganisationID, _ province: String, _ day: String, _ field: LegalField = .civil) throws
            -> ConsultationGiven
        {
            ConsultationGiven(
                consultation: ConsultationID(at: Date()), organisation: organisation, province: province, channel: .inPerson, field: field,
                categories: [], gender: .female, givenOn: try #require(LegalDate(day)), occurredAt: Date(), recordedAt: Date())
        }
        let first = try given(bureau.centre, "08", "2026-01-01")
        for message in [first, first, try given(bureau.centre, "08", "2025-12-31"), try given(bureau.centre, "08", "2026-12-31", .labour)] {
            try await bureau.test.hear(message)
        }
        try await bureau.test.hear(try given(foreign, "91", "2026-06-01"))
        func counts(_ scope: Scope) async throws -> [LegalField: Int] {
            let (from, to) = (try #require(LegalDate("2026-01-01")), try #require(LegalDate("2026-12-31")))
            return try await bureau.test.house.database.transaction(scope) {
                try await ConsultationStore().count(from: from, to: to, within: scope, in: $0)
            }
        }
        #expect(try await counts(.organisations([bureau.centre])) == [.civil: 1, .labour: 1])
        #expect(try await counts(.province("91")) == [.civil: 1])
        #expect(try await counts(.country) == [.civil: 2, .labour: 1])
        #expect(try await counts(.none).isEmpty)
    }
}
