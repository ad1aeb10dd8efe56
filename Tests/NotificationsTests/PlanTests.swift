import Database
import Foundation
import Models
import ServiceKit
import Testing

@testable import Notifications

/// What a page or a loop waits for reads by an index on a large table, as the login role with its policies.
@Suite struct PlanTests {
    @Test func aTenantsAlertsAndTheCasesRunOutAreReadByIndex() async throws {
        let rig = try await Rig()
        try await rig.database.transaction(.service) { transaction in
            try await transaction.execute(
                """
                insert into cases (id, organisation, province, code, last_movement_on, stalls_on)
                select gen_random_uuid(), md5((number % 200)::text)::uuid, '08', 'X' || number, '2026-01-01', date '2027-06-01' + (number % 300)
                from generate_series(1, 40000) as number
                """)
            try await transaction.execute(
                """
                insert into alerts (id, case_id, organisation, province, kind, state, last_movement_on, working_days, raised_at)
                select gen_random_uuid(), id, organisation, '08', 'case-stalled', 'open', '2026-01-01', 15, now() from cases
                """)
            try await transaction.execute(
                """
                insert into helper_changes (id, case_id, organisation, due_on, version, look_at)
                select gen_random_uuid(), id, organisation, stalls_on, 1, stalls_on from cases
                """)
        }
        let list = try await plan(
            of: """
                select alerts.id from alerts join cases on cases.id = alerts.case_id
                where \(Scope.organisations([rig.centre]).tenant(of: "alerts."))
                order by alerts.id desc limit 51
                """, within: .organisations([rig.centre]), in: rig)
        #expect(list.contains("alerts_newest") && !list.contains("Seq Scan on alerts"), "\(list)")
        let due = try await plan(
            of: "select id from cases where stalls_on <= '2026-12-01' order by stalls_on limit 50 for update skip locked", within: .service,
            in: rig)
        #expect(due.contains("cases_to_stall"), "\(due)")
        let late = try await plan(
            of: "select id from helper_changes where look_at <= '2026-12-01' order by look_at limit 50 for update skip locked",
            within: .service, in: rig)
        #expect(late.contains("helper_changes_to_look_at"), "\(late)")
    }

    private func plan(of query: SQL, within scope: Scope, in rig: Rig) async throws -> String {
        try await rig.database.transaction(scope) { transaction in
            try await transaction.rows("explain " + query).map { try $0.get("QUERY PLAN", as: String.self) }.joined(separator: "\n")
        }
    }
}
