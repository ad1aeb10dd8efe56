import Database
import Foundation
import HTTPTypes
import Models
import ServiceKit
import TestKit
import Testing

@testable import Portal

/// The database holds whoever keeps accounts to their reach, though the program were wrong about it (circular 12/2018/TT-BTP, Điều 11a.1b–3).
@Suite struct KeeperReachTests {
    private static let province = Identity(subject: "p", name: "Sở (mẫu)", role: .province, province: "08", jti: "p")
    private static let otherProvince = Identity(subject: "q", name: "Sở (mẫu)", role: .province, province: "91", jti: "q")
    private static let ministry = Identity(subject: "m", name: "Cục (mẫu)", role: .ministry, jti: "m")
    private static let system = Identity(subject: "s", name: "Vận hành (mẫu)", role: .system, jti: "s")

    private func draft(_ login: String, _ role: Role, at place: OrganisationID? = Desk.centre) throws -> AccountDraft {
        try AccountDraft(
            login: login, displayName: "Lò Thị Thử", email: "\(login).example", role: role, organisation: place, province: "08",
            helper: role == .helper ? HelperID(at: Date()) : nil)
    }

    /// Whether the database lets `keeper` do it.
    private func isLet(_ desk: Desk, _ keeper: Identity, _ body: @escaping @Sendable (Transaction) async throws -> Int) async throws -> Bool
    {
        do {
            return try await desk.database.transaction(.service) { transaction in
                transaction.keepAccounts(for: keeper)
                return try await body(transaction) > 0
            }
        } catch let error as DatabaseError where error.sqlState == "42501" {
            return false
        } catch let problem as Problem where problem.status == .notFound {
            return false
        }
    }

    @Test(arguments: [
        (Desk.keeper(), Role.staff, Desk.centre, true), (Desk.keeper(), .leader, Desk.centre, true),
        (Desk.keeper(), .helper, Desk.centre, true),
        (Desk.keeper(), .administrator, Desk.centre, false), (Desk.keeper(), .system, Desk.centre, false),
        (Desk.keeper(), .staff, Desk.elsewhere, false), (province, .administrator, Desk.centre, true),
        (province, .staff, Desk.centre, false),
        (otherProvince, .administrator, Desk.centre, false), (ministry, .province, Desk.centre, true),
        (ministry, .staff, Desk.centre, true),
        (ministry, .ministry, Desk.centre, false), (ministry, .system, Desk.centre, false), (system, .system, Desk.centre, true),
    ])
    func anAccountIsEnteredWithinReach(_ keeper: Identity, _ role: Role, _ place: OrganisationID, _ isLet: Bool) async throws {
        let desk = try await Desk.withCentres()
        let draft = try draft("moi@mau", role, at: role.requiredScope == .organisation || role == .helper ? place : nil)
        let entered = try await self.isLet(desk, keeper) { transaction in
            try await desk.accounts.add(draft, id: AccountID(at: Date()), password: nil, at: Date(), in: transaction)
            return 1
        }
        #expect(entered == isLet)
    }

    @Test func nothingOfAnAccountOfAnotherCentreIsTouched() async throws {
        let desk = try await Desk.withCentres()
        let id = try await desk.leaderWithFactor()
        let account = try await desk.found("leader@mau")
        _ = try await desk.database.transaction(.service) { try await desk.sessions.begin(id, browser: nil, in: $0) }
        let (own, other) = (Desk.keeper(), Desk.keeper(at: Desk.elsewhere))
        for (keeper, isOwn) in [(other, false), (own, true)] {
            let ended = try await isLet(desk, keeper) { try await $0.execute("delete from sessions where account = \(id)") }
            let removed = try await isLet(desk, keeper) { try await $0.execute("delete from second_factors where account = \(id)") }
            let sent = try await isLet(desk, keeper) { transaction in
                try await transaction.execute(
                    """
                    insert into account_links (id, code_sha256, account, purpose, created_at, ends_at)
                    values (gen_random_uuid(), sha256('x'), \(id), 'password', now(), now() + interval '1 hour')
                    """)
            }
            let closed = try await isLet(desk, keeper) { transaction in
                try await desk.accounts.change(
                    account, to: try AccountDraft(account), password: account.password, active: false, at: Date(), in: transaction)
                return 1
            }
            #expect([ended, removed, sent, closed] == Array(repeating: isOwn, count: 4))
        }
    }

    /// Neither taken over from another place nor handed to one, nor made their equal.
    @Test func noAccountIsMovedOutOfReachOrRaised() async throws {
        let desk = try await Desk.withCentres()
        try await desk.account("cv@mau", role: .staff, email: "cv@mau.example")
        let account = try await desk.found("cv@mau")
        for (role, place) in [(Role.staff, Desk.elsewhere), (.administrator, Desk.centre), (.ministry, Desk.centre)] {
            let draft = try draft("cv@mau", role, at: role == .ministry ? nil : place)
            let moved = try await isLet(desk, Desk.keeper()) { transaction in
                try await desk.accounts.change(account, to: draft, password: nil, active: true, at: Date(), in: transaction)
                return 1
            }
            #expect(!moved, "\(role) at \(place)")
        }
        let renamed = try draft("cv@mau", .leader)
        #expect(
            try await isLet(desk, Desk.keeper()) { transaction in
                try await desk.accounts.change(account, to: renamed, password: nil, active: true, at: Date(), in: transaction)
                return 1
            })
    }
}
