import Database
import Foundation
import HTTPTypes
import HummingbirdTesting
import Models
import ServiceKit
import TestKit
import Testing

@testable import Portal

/// An account that its person gives back, and that goes to another person (circular 12/2018/TT-BTP, Điều 11a.5b).
@Suite struct HandedOnTests {
    private static let issuer = "https://provider.example"

    /// A leader's account with an address, a second factor and a person of the identity provider.
    private func leader() async throws -> (Desk, AccountID) {
        let desk = try await Desk.withCentres()
        try await desk.account("leader@mau", role: .leader, email: "a@mau.example")
        let id = try await desk.leaderWithFactor()
        try await connect("A", to: id, desk)
        return (desk, id)
    }

    private func connect(_ person: String, to id: AccountID, _ desk: Desk) async throws {
        let isConnected = try await desk.database.transaction(.service) {
            try await ConnectedPersons().connect(Self.issuer, person, to: id, at: Date(), in: $0)
        }
        #expect(isConnected)
    }

    /// What is left that opens the account beside its password.
    private func waysIn(of id: AccountID, _ desk: Desk) async throws -> Int? {
        try await desk.database.transaction(.service) {
            try await $0.value(
                """
                select (select count(*) from second_factors where account = \(id))
                    + (select count(*) from recovery_codes where account = \(id))
                    + (select count(*) from connected_persons where account = \(id))
                    + (select count(*) from sessions where account = \(id))
                """, as: Int.self)
        }
    }

    private func fields(_ name: String, _ email: String, role: Role = .leader, _ more: [String: String] = [:]) -> [String: String] {
        ["role": role.rawValue, "name": name, "email": email, "organisation": "\(Desk.centre)"].merging(more) { $1 }
    }

    @Test func whatItsFormerHolderHasOpensAHandedBackAccountNoMore_11a_5b() async throws {
        let (desk, id) = try await leader()
        #expect(try await waysIn(of: id, desk) ?? 0 > 2)
        let given = try await desk.post("/account/handback", ["reason": "Nghỉ việc"], cookies: try await desk.browser(of: id))
        #expect(given.status == .seeOther)
        #expect(try await waysIn(of: id, desk) == 0)
        #expect(try await desk.found(id).password == nil)
        #expect(try await desk.test.audited("account.second-factor-removed") == 1)
        #expect(try await desk.test.audited("account.provider-disconnected") == 1)
        #expect(try await desk.signIn("leader@mau").status == .unprocessableContent)
    }

    @Test func aHandedBackAccountGoesToAnotherPersonByAnInvitation_11a_5b() async throws {
        let (desk, id) = try await leader()
        _ = try await desk.post("/account/handback", [:], cookies: try await desk.browser(of: id))
        let version = try await desk.found(id).version
        let changed = try await desk.keep("/accounts/\(id)", fields("Giàng Thị Bê", "b@mau.example", ["version": "\(version)"]))
        #expect(changed.status == .seeOther)
        #expect(try await desk.test.told(AccountLinkIssued.self).isEmpty, "a closed account is sent nothing")
        #expect(try await desk.keep("/accounts/\(id)/revival").status == .seeOther)
        let link = try #require(try await desk.test.told(AccountLinkIssued.self).last)
        #expect(link.email == "b@mau.example" && link.purpose == .invitation)
        #expect(try await desk.found(id).state == .invited)
        #expect(try await desk.signIn("leader@mau").status == .unprocessableContent)
        let chosen = ["code": String(try #require(link.path.split(separator: "=").last)), "password": "ba lá rau húng quế"]
        #expect(try await desk.post("/account/link", chosen.merging(["again": "ba lá rau húng quế"]) { $1 }, cookies: "").status == .ok)
        let entered = try await desk.signIn("leader@mau", password: "ba lá rau húng quế")
        #expect(entered.headers[.location]?.hasPrefix("/sign-in/factor") == true, "the second factor is set up anew")
    }

    @Test(arguments: [("Giàng Thị Bê", "b@mau.example" as String?), ("Giàng Thị Bê", nil)])
    func theCommandOfTheMachineHandsAnAccountOnToo_11a_5b(name: String, email: String?) async throws {
        let (desk, id) = try await leader()
        _ = try await desk.browser(of: id)
        let draft = try AccountDraft(login: "leader@mau", displayName: name, email: email, role: .leader, organisation: Desk.centre)
        if email != nil {
            await #expect(throws: AccountError.self, "the former holder knows it") {
                try await desk.enter(draft, password: Desk.password, by: "test")
            }
        }
        #expect(try await desk.enter(draft, password: "ba lá rau húng quế", by: "test") == .changed)
        #expect(try await waysIn(of: id, desk) == 0)
        #expect(try await desk.test.audited("account.second-factor-removed") == 1)
        let entered = try await desk.signIn("leader@mau", password: "ba lá rau húng quế")
        #expect(entered.headers[.location]?.hasPrefix("/sign-in/factor") == true, "the second factor is set up anew")
        #expect(try await desk.enter(draft, password: "ba lá rau húng quế", by: "test") == .unchanged)
    }

    @Test func theCommandLeavesWhatIsTheSamePersons() async throws {
        let (desk, id) = try await leader()
        let before = try await waysIn(of: id, desk)
        let married = try AccountDraft(login: "leader@mau", displayName: "Hoàng Thị Mỷ Linh", role: .leader, organisation: Desk.centre)
        #expect(try await desk.enter(married, password: Desk.password, by: "test") == .changed)
        #expect(try await waysIn(of: id, desk) == before)
    }

    @Test func anOpenAccountThatIsMadeAnotherPersonsIsOpenedByNothingOfTheFormer() async throws {
        let (desk, id) = try await leader()
        _ = try await desk.browser(of: id)
        let version = try await desk.found(id).version
        let changed = try await desk.keep("/accounts/\(id)", fields("Giàng Thị Bê", "b@mau.example", ["version": "\(version)"]))
        #expect(changed.status == .seeOther)
        #expect(try await waysIn(of: id, desk) == 0)
        #expect(try await desk.found(id).state == .invited)
        #expect(try await desk.test.told(AccountLinkIssued.self).map(\.email) == ["b@mau.example"])
        #expect(try await desk.signIn("leader@mau").status == .unprocessableContent)
    }

    @Test func anotherHelperIsAnotherPerson() async throws {
        let desk = try await Desk.withCentres()
        let other = HelperID(at: Date())
        for (helper, name) in [(Desk.helper, "Hoàng Thị Mỷ"), (other, "Hoàng Thị Mỷ")] { try await desk.hear(helper, name) }
        try await desk.account("tgv@mau", role: .helper, email: "tgv@mau.example")
        let account = try await desk.found("tgv@mau")
        let changed = try await desk.keep(
            "/accounts/\(account.id)",
            fields("Hoàng Thị Mỷ", "tgv@mau.example", role: .helper, ["helper": "\(other)", "version": "\(account.version)"]))
        #expect(changed.status == .seeOther)
        #expect(try await desk.found("tgv@mau").state == .invited)
        #expect(try await desk.test.told(AccountLinkIssued.self).map(\.email) == ["tgv@mau.example"])
    }

    @Test(arguments: [("Hoàng Thị Mỷ Linh", "a@mau.example", "name"), ("Hoàng Thị Mỷ", "moi@mau.example", "email")])
    func aNewNameOrAddressAloneIsTheSamePersonsAndTheTrailSaysWhichItWas(name: String, email: String, field: String) async throws {
        let (desk, id) = try await leader()
        let version = try await desk.found(id).version
        #expect(try await desk.keep("/accounts/\(id)", fields(name, email, ["version": "\(version)"])).status == .seeOther)
        let after = try await desk.found(id)
        #expect(after.state == .active && after.hasSecondFactor)
        let told = try await desk.database.transaction(.service) {
            try await $0.value("select details::jsonb ->> 'changed' from audit where action = 'account.changed'", as: String.self)
        }
        #expect(told == field)
    }

    @Test func aClosedAccountKeepsNobodyOut() async throws {
        let desk = try await Desk.withCentres()
        try await desk.account("chung@mau", email: "chung@mau.example")
        let former = try await desk.found("chung@mau").id
        try await connect("A", to: former, desk)
        #expect(try await desk.keep("/accounts/\(former)/deactivation", ["reason": "Chuyển công tác"]).status == .seeOther)
        // The same login, address and person at another centre.
        let there = Desk.keeper(at: Desk.elsewhere)
        let entered = try await desk.keep(
            "/accounts",
            fields("Hoàng Thị Mỷ", "chung@mau.example", role: .staff, ["organisation": "\(Desk.elsewhere)", "login": "chung@mau"]),
            by: there)
        #expect(entered.status == .seeOther, "\(entered.text)")
        let present = try await desk.found("chung@mau")
        #expect(present.organisation == Desk.elsewhere && present.active)
        let byAddress = try await desk.database.transaction(.service) {
            try await ConnectedPersons().onlyAccount(email: "chung@mau.example", issuer: Self.issuer, in: $0)
        }
        #expect(byAddress == present.id)
        try await connect("A", to: present.id, desk)
        // The closed one says what it needs, and comes back under another name.
        let refused = try await desk.keep("/accounts/\(former)/revival")
        #expect(refused.status == .conflict && refused.text.contains("Hãy ghi một tên đăng nhập khác"))
        let page = try await desk.test.ask(.get, "/accounts/\(former)", by: Desk.keeper())
        #expect(page.text.contains("name=\"login\""))
        #expect(try await desk.keep("/accounts/\(former)/revival", ["login": "chung@mau"]).status == .unprocessableContent)
        #expect(try await desk.keep("/accounts/\(former)/revival", ["login": "Khac@mau"]).status == .seeOther)
        #expect(try await desk.found("khac@mau").id == former)
        #expect(try await desk.signIn("khac@mau").status == .seeOther, "who comes back has the password that was")
    }

    @Test func aHelperWhoWorksElsewhereByNowIsOfferedAnAccountThere() async throws {
        let desk = try await Desk.withCentres()
        try await desk.hear(Desk.helper, "Hoàng Thị Mỷ")
        try await desk.account("tgv@mau", role: .helper)
        #expect(try await desk.keep("/accounts/\(try await desk.found("tgv@mau").id)/deactivation").status == .seeOther)
        let offered = { try await desk.test.ask(.get, "/accounts/new", by: Desk.keeper(at: $0)).text.contains("\(Desk.helper)") }
        #expect(try await !offered(Desk.centre), "the closed one is there to be opened again")
        try await desk.hear(Desk.helper, "Hoàng Thị Mỷ", at: Desk.elsewhere, version: 2)
        #expect(try await offered(Desk.elsewhere))
    }
}

extension Desk {
    static let elsewhere = OrganisationID(at: Date(timeIntervalSince1970: 1_700_000_300))

    /// Two centres of one province.
    static func withCentres() async throws -> Desk {
        let desk = try await make()
        for (id, code) in [(centre, "TT"), (elsewhere, "TK")] {
            try await desk.test.hear(
                OrganisationChanged(
                    organisation: id, kind: .centre, province: "08", title: "Trung tâm \(code) (mẫu)", code: code, active: true,
                    occurredAt: Date(), recordedAt: Date()))
        }
        return desk
    }

    static func keeper(at centre: OrganisationID = Desk.centre) -> Identity {
        Identity(subject: "keeper", name: "Người giữ (mẫu)", role: .administrator, organisation: centre, province: "08", jti: "\(centre)")
    }

    /// Sends a form as whoever keeps accounts.
    @discardableResult
    func keep(_ path: String, _ fields: [String: String] = [:], by identity: Identity = Desk.keeper()) async throws -> TestResponse {
        let body = fields.map { "\($0.key)=\(Self.encoded($0.value))" }.joined(separator: "&")
        return try await test.ask(
            .post, path, by: identity, [.contentType: "application/x-www-form-urlencoded"], body: Data(body.utf8))
    }

    /// Lets the register of helpers tell of one.
    func hear(_ helper: HelperID, _ name: String, at centre: OrganisationID = Desk.centre, version: Int = 1) async throws {
        try await test.hear(
            HelperChanged(
                helper: helper, organisation: centre, province: "08", kind: .officer, fullName: name, email: "tgv@mau.example",
                active: true, occurredAt: Date(), recordedAt: Date()), version: version)
    }

    func found(_ id: AccountID) async throws -> Account {
        try #require(try await database.transaction(.service) { try await self.accounts.find(id, in: $0) })
    }

    func found(_ login: String) async throws -> Account {
        try #require(try await database.transaction(.service) { try await self.accounts.find(login: login, in: $0) })
    }

    /// The cookies of a browser in which the account's person has just signed in.
    func browser(of id: AccountID) async throws -> String {
        let begun = try await database.transaction(.service) { try await self.sessions.begin(id, browser: nil, in: $0) }
        let token = try await test.signer.sign(try await found(id).identity(at: Date(), session: begun.key), lifetime: 300)
        return "caunoi_session=\(begun.id.cookie); caunoi_token=\(token)"
    }
}
