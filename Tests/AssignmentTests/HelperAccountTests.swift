import Database
import Foundation
import Models
import ServiceKit
import Testing

@testable import Assignment

/// The register knows whether a helper has an account, as Portal tells.
@Suite struct HelperAccountTests {
    private func hear(_ account: AccountID, helper: HelperID?, active: Bool, version: Int, _ office: Office) async throws {
        try await office.hear(
            AccountChanged(
                account: account, role: helper == nil ? .staff : .helper, organisation: office.centre, helper: helper, active: active,
                occurredAt: office.clock.now, recordedAt: office.clock.now), AccountChangedHandler(), version: version)
    }

    private func account(_ helper: HelperID, _ office: Office, within scope: Scope? = nil) async throws -> HelperAccount? {
        try await office.database.transaction(scope ?? .organisations([office.centre])) {
            try await HelperStore.find(helper, on: office.clock.today, in: $0)?.account
        }
    }

    @Test func anAccountIsOpenedClosedAndTakenAway() async throws {
        let office = try await Office.open()
        let helper = try await office.helper("An")
        let id = AccountID(at: office.clock.now)
        #expect(try await account(helper, office) == HelperAccount.none)
        try await hear(id, helper: helper, active: true, version: 1, office)
        #expect(try await account(helper, office) == .open)
        try await hear(id, helper: helper, active: false, version: 2, office)
        #expect(try await account(helper, office) == .closed)
        // Late, and twice.
        try await hear(id, helper: helper, active: true, version: 1, office)
        #expect(try await account(helper, office) == .closed)
        try await hear(AccountID(at: office.clock.now), helper: helper, active: true, version: 1, office)
        #expect(try await account(helper, office) == .open, "a second one")
        try await hear(id, helper: nil, active: true, version: 3, office)
        #expect(try await account(helper, office) == .open)
        #expect(try await account(helper, office, within: .province("08")) == .open)
    }

    @Test func whoMustNotSeeTheHelperSeesNoAccount() async throws {
        let office = try await Office.open()
        let helper = try await office.helper("An")
        try await hear(AccountID(at: office.clock.now), helper: helper, active: true, version: 1, office)
        let seen = try await office.database.transaction(.organisations([OrganisationID(at: office.clock.now)])) {
            try await $0.value("select count(*) from helper_accounts", as: Int.self)
        }
        #expect(seen == 0)
    }

    @Test func theBoardHasTheNameOfNow() async throws {
        let office = try await Office.open()
        let helper = try await office.helper("An")
        try await office.openCase()
        try await office.database.transaction(.service) {
            _ = try await $0.execute("update helpers set name = 'An Mới' where id = \(helper)")
        }
        let limits = BoardLimits(office.registers.rules, now: office.clock.now)
        let scope = Scope.organisations([office.centre])
        let names = try await office.database.transaction(scope) {
            try await BoardStore.list(BoardFilter(), .init(limit: 5), within: scope, limits, in: $0).map(\.helperName)
        }
        #expect(names == ["An Mới"])
    }
}
