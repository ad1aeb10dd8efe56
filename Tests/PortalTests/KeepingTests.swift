import Database
import Foundation
import HTTPTypes
import HummingbirdTesting
import Models
import ServiceKit
import TestKit
import Testing

@testable import Portal

/// What keepers see and do: within their authority, on record, and not so that nobody is left.
@Suite struct KeepingTests {
    @Test func onlyAHelperOfOnesOwnPlaceIsFilledIn_11a_3() async throws {
        let desk = try await Desk.withCentres()
        let other = HelperID(at: Date())
        try await desk.hear(Desk.helper, "Hoàng Thị Mỷ")
        try await desk.hear(other, "Vừ Thị Khác", at: Desk.elsewhere)
        let own = try await desk.test.ask(.get, "/accounts/new?helper=\(Desk.helper)", by: Desk.keeper())
        #expect(own.status == .ok && own.text.contains("value=\"Hoàng Thị Mỷ\"") && own.text.contains("tgv@mau.example"))
        let foreign = try await desk.test.ask(.get, "/accounts/new?helper=\(other)", by: Desk.keeper())
        #expect(foreign.status == .ok && !foreign.text.contains("Vừ Thị Khác") && !foreign.text.contains("tgv@mau.example"))
        let ministry = Identity(subject: "s", name: "Cục (mẫu)", role: .ministry, jti: "s")
        let ofTheCountry = try await desk.test.ask(.get, "/accounts/new?helper=\(other)", by: ministry)
        #expect(ofTheCountry.text.contains("Vừ Thị Khác"))
    }

    @Test func theListIsSortedByItsColumnsAndKeepsItsPlace() async throws {
        let desk = try await Desk.withCentres()
        for (login, role) in [("a@mau", Role.staff), ("b@mau", .leader), ("c@mau", .administrator), ("d@mau", .staff)] {
            try await desk.account(login, role: role)
        }
        func list(_ address: String) async throws -> (logins: [String], text: String) {
            let answer = try await desk.test.ask(.get, address, by: Desk.keeper())
            #expect(answer.status == .ok, "\(answer.text)")
            return (answer.text.matches(of: /class="detail">([abcd]@mau)</).map { String($0.1) }, answer.text)
        }
        let whole = try await list("/accounts?sort=-role")
        #expect(whole.logins == ["d@mau", "a@mau", "b@mau", "c@mau"])
        #expect(whole.text.contains("aria-sort=\"descending\"><a href=\"/accounts?sort=role\""))
        var (address, walked) = ("/accounts?sort=-role&limit=1", [String]())
        for _ in 0..<4 {
            let part = try await list(address)
            walked += part.logins
            // The choice of the language keeps the address too.
            let links = part.text.matches(of: /href="(\/accounts\?[^"]*after=[^"]*)"/).map(\.1)
            guard let next = links.first(where: { !$0.contains("lang=") }) else { break }
            address = next.replacing("&amp;", with: "&") + "&limit=1"
        }
        #expect(walked == whole.logins)
        #expect(try await list("/accounts?sort=state").logins == ["a@mau", "b@mau", "c@mau", "d@mau"])
        let api = try await desk.test.ask(.get, "/api/v1/accounts?sort=role&limit=1", by: Desk.keeper())
        #expect(api.text.contains("c@mau") && api.tree["next"]?.text != nil)
        #expect(try await desk.test.ask(.get, "/accounts?sort=password", by: Desk.keeper()).status == .unprocessableContent)
    }

    /// Tones and the bar of đ come after the letters, as on the page of the helpers.
    @Test func namesStandInTheirOrder() async throws {
        let desk = try await Desk.withCentres()
        let names = ["Hoàng Thị Mỷ", "Vừ A Sò", "Đỗ Văn Ba", "Hà Văn Tư", "Đặng Thị Năm"]
        for (index, name) in names.enumerated() {
            let draft = try AccountDraft(
                login: "nguoi\(index)@mau", displayName: name, email: nil, role: .staff, organisation: Desk.centre, province: nil,
                helper: nil)
            _ = try await desk.enter(draft, password: Desk.password, by: "test")
            try await desk.hear(HelperID(at: Date()), name)
        }
        let order = ["Đặng Thị Năm", "Đỗ Văn Ba", "Hà Văn Tư", "Hoàng Thị Mỷ", "Vừ A Sò"]
        func shown(_ address: String) async throws -> [String] {
            try await desk.test.ask(.get, address, by: Desk.keeper()).text.matches(
                of: /<(?:a href="\/accounts\/[0-9a-f-]{36}"|option value="[0-9a-f-]{36}")>([^<(]+)/
            )
            .map { String($0.1).trimmingCharacters(in: .whitespaces) }.filter(names.contains)
        }
        #expect(try await shown("/accounts") == order)
        #expect(try await shown("/accounts?sort=-name") == order.reversed())
        #expect(try await shown("/accounts/new") == order)
    }

    @Test func theFormOfAnAccountIsALookOnRecord() async throws {
        let desk = try await Desk.withCentres()
        try await desk.account()
        let id = try await desk.found("staff@mau").id
        #expect(try await desk.test.ask(.get, "/accounts/\(id)/edit", by: Desk.keeper()).status == .ok)
        #expect(try await desk.test.audited("account.viewed") == 1)
        #expect(try await desk.test.ask(.get, "/accounts/\(id)/edit", by: Desk.keeper(at: Desk.elsewhere)).status == .notFound)
        #expect(try await desk.test.audited("account.viewed") == 1)
    }

    @Test func theLastWhoRunsTheSystemStays() async throws {
        let desk = try await Desk.make()
        try await desk.account("mot@mau", role: .system, email: "mot@mau.example")
        let one = try await desk.found("mot@mau")
        let browser = try await desk.browser(of: one.id)
        #expect(
            try await desk.test.ask(.get, "/account", by: nil, [.cookie: browser]).text.contains("tài khoản cuối cùng vận hành hệ thống"))
        let refused = try await desk.post("/account/handback", [:], cookies: browser)
        #expect(refused.status == .conflict && refused.text.contains("tài khoản cuối cùng vận hành hệ thống"))
        let program = Identity(subject: "token:x", name: "Người vận hành", role: .system, jti: "x")
        #expect(try await desk.keep("/accounts/\(one.id)/deactivation", by: program).status == .conflict)
        let demoted = ["role": "ministry", "name": one.displayName, "email": "mot@mau.example", "version": "\(one.version)"]
        #expect(try await desk.keep("/accounts/\(one.id)", demoted, by: program).status == .conflict)
        // One that nobody has opened yet runs nothing.
        try await desk.keep(
            "/accounts", ["role": "system", "name": "Người Hai", "login": "hai@mau", "email": "hai@mau.example"], by: program)
        #expect(try await desk.post("/account/handback", [:], cookies: browser).status == .conflict)
        try await desk.account("ba@mau", role: .system)
        #expect(try await desk.post("/account/handback", [:], cookies: browser).status == .seeOther)
        #expect(try await desk.found("mot@mau").active == false)
    }

    @Test func twoWhoLeaveAtOnceDoNotLeaveTheSystemToNobody() async throws {
        let desk = try await Desk.make()
        var browsers: [String] = []
        for login in ["mot@mau", "hai@mau"] {
            try await desk.account(login, role: .system)
            browsers.append(try await desk.browser(of: try await desk.found(login).id))
        }
        async let first = desk.post("/account/handback", [:], cookies: browsers[0])
        async let second = desk.post("/account/handback", [:], cookies: browsers[1])
        #expect(try await Set([first.status.code, second.status.code]) == [303, 409])
    }

    @Test func aCentresLastAdministratorIsWarned() async throws {
        let desk = try await Desk.withCentres()
        try await desk.account("giu@mau", role: .administrator)
        let id = try await desk.found("giu@mau").id
        let browser = try await desk.browser(of: id)
        let province = Identity(subject: "p", name: "Sở (mẫu)", role: .province, province: "08", jti: "p")
        func pages() async throws -> [Bool] {
            let own = try await desk.test.ask(.get, "/account", by: nil, [.cookie: browser])
            let kept = try await desk.test.ask(.get, "/accounts/\(id)", by: province)
            #expect(own.status == .ok && kept.status == .ok)
            return [own, kept].map { $0.text.contains("tài khoản quản trị cuối cùng của tổ chức") }
        }
        #expect(try await pages() == [true, true])
        try await desk.account("giu-2@mau", role: .administrator)
        #expect(try await pages() == [false, false])
        #expect(try await desk.post("/account/handback", [:], cookies: browser).status == .seeOther)
    }
}
