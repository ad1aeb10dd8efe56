import Database
import Foundation
import HTTPTypes
import HummingbirdTesting
import Models
import ServiceKit
import TestKit
import Testing

@testable import Portal

/// A helper's account and the register of helpers.
@Suite struct HelperAccountTests {
    private let keeper = Identity(
        subject: "keeper", name: "Người giữ (mẫu)", role: .administrator, organisation: Desk.centre, province: "08", jti: "1")

    /// A centre with one helper, whose account is open.
    private func office() async throws -> (Desk, AccountID) {
        let desk = try await Desk.make()
        try await desk.test.hear(
            OrganisationChanged(
                organisation: Desk.centre, kind: .centre, province: "08", title: "Trung tâm (mẫu)", code: "TT", active: true,
                occurredAt: Date(), recordedAt: Date()))
        try await hear(desk, version: 1)
        try await desk.account("tgv@mau", role: .helper, email: "tgv@mau.example")
        return (desk, try await account("tgv@mau", desk).id)
    }

    private func hear(
        _ desk: Desk, name: String = "Hoàng Thị Mỷ", email: String? = "tgv@mau.example", at centre: OrganisationID = Desk.centre,
        active: Bool = true, version: Int
    ) async throws {
        try await desk.test.hear(
            HelperChanged(
                helper: Desk.helper, organisation: centre, province: "08", kind: .officer, fullName: name, email: email, active: active,
                occurredAt: Date(), recordedAt: Date()), version: version)
    }

    private func account(_ login: String, _ desk: Desk) async throws -> Account {
        try #require(try await desk.database.transaction(.service) { try await desk.accounts.find(login: login, in: $0) })
    }

    private func post(_ path: String, _ desk: Desk, _ fields: [String: String] = [:]) async throws -> TestResponse {
        let body = fields.map { "\($0.key)=\(Desk.encoded($0.value))" }.joined(separator: "&")
        return try await desk.test.ask(
            .post, path, by: keeper, [.contentType: "application/x-www-form-urlencoded"], body: Data(body.utf8))
    }

    @Test func aHelperHasOneOpenAccount() async throws {
        let (desk, first) = try await office()
        let fields = [
            "role": "helper", "name": "Hoàng Thị Mỷ", "login": "tgv-2@mau", "email": "tgv-2@mau.example", "organisation": "\(Desk.centre)",
            "helper": "\(Desk.helper)",
        ]
        let second = try await post("/accounts", desk, fields)
        #expect(second.status == .unprocessableContent && second.text.contains("Người thực hiện này đã có tài khoản."))
        await #expect(throws: AccountError.self) { try await desk.account("tgv-3@mau", role: .helper) }
        #expect(try await post("/accounts/\(first)/deactivation", desk).status == .seeOther)
        #expect(try await post("/accounts", desk, fields).status == .seeOther)
        // And the first is not opened beside it.
        #expect(try await post("/accounts/\(first)/revival", desk).status == .conflict)
        #expect(try await account("tgv@mau", desk).active == false)
    }

    @Test func theAccountOfWhoHasLeftStaysClosedUntilTheyAreBack() async throws {
        let (desk, id) = try await office()
        try await hear(desk, active: false, version: 2)
        #expect(try await account("tgv@mau", desk).active == false)
        #expect(try await post("/accounts/\(id)/revival", desk).status == .conflict)
        try await hear(desk, version: 3)
        #expect(try await account("tgv@mau", desk).active == false, "it is opened by people")
        #expect(try await post("/accounts/\(id)/revival", desk).status == .seeOther)
        #expect(try await account("tgv@mau", desk).active)
        // Who works for another organisation by now has another one's account.
        #expect(try await post("/accounts/\(id)/deactivation", desk).status == .seeOther)
        try await hear(desk, at: OrganisationID(at: Date()), version: 4)
        #expect(try await post("/accounts/\(id)/revival", desk).status == .conflict)
    }

    @Test func theNameFollowsTheRegisterAndTheAddressIsShown() async throws {
        let (desk, id) = try await office()
        try await hear(desk, name: "Hoàng Thị Mỷ Linh", email: "khac@mau.example", version: 2)
        let after = try await account("tgv@mau", desk)
        #expect(after.displayName == "Hoàng Thị Mỷ Linh")
        // Whoever keeps the register would else send the links for a password to themselves.
        #expect(after.email == "tgv@mau.example")
        #expect(try await desk.test.told(AccountChanged.self).count == 2)
        let page = try await desk.test.ask(.get, "/accounts/\(id)", by: keeper)
        #expect(page.text.contains("khac@mau.example"))
        try await hear(desk, name: "Hoàng Thị Mỷ Linh", email: "khac@mau.example", version: 3)
        #expect(try await desk.test.told(AccountChanged.self).count == 2, "nothing new")
    }

    @Test func aNewAddressOfTheSameAccountIsTaken() async throws {
        let desk = try await Desk.make()
        try await desk.account(email: "cu@mau.example")
        #expect(try await desk.account(email: "moi@mau.example") == .changed)
        #expect(try await account("staff@mau", desk).email == "moi@mau.example")
        #expect(try await desk.account() == .unchanged, "none given: it stays")
        #expect(try await account("staff@mau", desk).email == "moi@mau.example")
    }

    @Test(arguments: ["a%00b", "", "x%0Ay", String(repeating: "a", count: 300)])
    func aForgottenPasswordOfNoPossibleLoginIsRefused(_ login: String) async throws {
        let desk = try await Desk.make()
        let answer = try await desk.test.ask(
            .post, "/forgotten", by: nil, [.contentType: "application/x-www-form-urlencoded"], body: Data("login=\(login)".utf8))
        #expect(answer.status == .unprocessableContent && answer.text.contains("href=\"#login\""))
    }
}
