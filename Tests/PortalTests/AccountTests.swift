import Database
import Foundation
import HTTPTypes
import HummingbirdTesting
import Models
import ServiceKit
import TestKit
import Testing

@testable import Portal

@Suite struct AccountTests {
    @Test func enteringTheSameAccountAgainChangesNothing() async throws {
        let desk = try await Desk.make()
        #expect(try await desk.account() == .added)
        #expect(try await desk.account("  Staff@MAU ") == .unchanged)
        #expect(try await desk.test.told(AccountChanged.self).count == 1)
        #expect(try await desk.test.audited("account.added") == 1)
    }

    @Test func anotherRoleEndsTheSessionsAndWithdrawsTheTokens() async throws {
        let desk = try await Desk.make()
        try await desk.account()
        let cookies = try await desk.cookies()
        #expect(try await desk.account(role: .leader) == .changed)
        let told = try await desk.test.told(TokenRevoked.self)
        #expect(told.count { $0.account != nil && $0.issuedUpTo != nil } == 1)
        #expect(told.count { $0.jti?.hasPrefix("session:") == true } == 1)
        #expect(try await desk.test.told(AccountChanged.self).map(\.role) == [.staff, .leader])
        #expect(try await desk.test.ask(.get, "/sign-in?next=/cases", by: nil, [.cookie: cookies]).status == .ok)
        let identity = try await desk.database.transaction(.service) { try await desk.accounts.find(login: "staff@mau", in: $0) }
        #expect(identity?.role == .leader && identity?.version == 2)
    }

    @Test func aNewPasswordReplacesTheOldOne() async throws {
        let desk = try await Desk.make()
        try await desk.account()
        #expect(try await desk.account(password: "một mật khẩu khác") == .changed)
        #expect(try await desk.signIn().status == .unprocessableContent)
        #expect(try await desk.signIn(password: "một mật khẩu khác").status == .seeOther)
    }

    @Test func nobodyIsGivenMoreThanTheRoleHas() throws {
        let ministry = try AccountDraft(
            login: "cuc@mau", displayName: "Cục", role: .ministry, organisation: Desk.centre, province: "08", helper: Desk.helper)
        #expect(ministry.organisation == nil && ministry.province == nil && ministry.helper == nil)
        #expect(throws: AccountError.self) { try AccountDraft(login: "leader", displayName: "A", role: .leader) }
        #expect(throws: AccountError.self) { try AccountDraft(login: "tgv", displayName: "A", role: .helper, organisation: Desk.centre) }
        #expect(throws: AccountError.self) { try AccountDraft(login: "so", displayName: "A", role: .province) }
        #expect(throws: AccountError.self) {
            try AccountDraft(login: "api", displayName: "A", role: .program, organisation: Desk.centre)
        }
        #expect(throws: AccountError.self) { try AccountDraft(login: "a b", displayName: "A", role: .system) }
    }

    @Test func aCentreSeesItsOwnAccountsOnly() async throws {
        let desk = try await Desk.make()
        try await desk.account()
        try await desk.account("system@mau", role: .system)
        func count(_ scope: Scope) async throws -> Int? {
            try await desk.database.transaction(scope) { try await $0.value("select count(*) from accounts", as: Int.self) }
        }
        #expect(try await count(.organisations([Desk.centre])) == 1)
        #expect(try await count(.organisations([OrganisationID(at: Date())])) == 0)
        #expect(try await count(.none) == 0)
        #expect(try await count(.country) == 2)
        await #expect(throws: DatabaseError.self) {
            try await desk.database.transaction(.organisations([Desk.centre])) { transaction in
                let changed = try await transaction.execute("update accounts set role = 'system', organisation = null")
                if changed == 0 { throw DatabaseError(kind: .server, message: "nothing to change") }
            }
        }
    }
}
