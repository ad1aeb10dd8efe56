import Database
import Foundation
import HTTPTypes
import HummingbirdTesting
import Models
import NIOCore
import ServiceKit
import SheetImports
import TestKit
import Testing

@testable import Pages
@testable import Portal

/// Accounts from a spreadsheet, at a centre with a branch, two lawyers of one name and an officer.
@Suite struct ImportTests {
    private static let branch = OrganisationID(at: Date(timeIntervalSince1970: 1_700_000_100))
    private static let elsewhere = OrganisationID(at: Date(timeIntervalSince1970: 1_700_000_200))

    private func administrator(at organisation: OrganisationID = Desk.centre, subject: String = "admin") -> Identity {
        Identity(
            subject: subject, name: "Quản trị thử", role: .administrator, organisation: organisation, province: nil, helper: nil,
            jti: subject)
    }

    private func desk() async throws -> Desk {
        let desk = try await Desk.make()
        let now = Date()
        for (id, kind, parent, title, code) in [
            (Desk.centre, OrganisationKind.centre, nil, "Trung tâm số 1", "TT"),
            (Self.branch, .branch, Desk.centre, "Chi nhánh số 2", "CN2"),
            (Self.elsewhere, .centre, nil, "Trung tâm khác", "TK"),
        ] {
            try await desk.test.hear(
                OrganisationChanged(
                    organisation: id, kind: kind, parent: parent, province: "08", title: title, code: code, active: true, occurredAt: now,
                    recordedAt: now))
        }
        return desk
    }

    @discardableResult
    private func helper(
        _ name: String, _ kind: HelperKind = .officer, email: String, at place: OrganisationID = Desk.centre, _ desk: Desk
    ) async throws -> HelperID {
        let id = HelperID(at: Date())
        try await desk.test.hear(
            HelperChanged(
                helper: id, organisation: place, province: "08", kind: kind, fullName: name, email: email, active: true, occurredAt: Date(),
                recordedAt: Date()))
        return id
    }

    private func send(_ file: String, name: String = "a.csv", by identity: Identity, _ desk: Desk) async throws -> TestResponse {
        let body = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(name)\"\r\n\r\n\(file)\r\n--x--\r\n"
        return try await desk.test.ask(
            .post, "/accounts/import", by: identity, [.contentType: "multipart/form-data; boundary=x"], body: Data(body.utf8))
    }

    /// Sends a file that can be read. Returns the page of its rows.
    private func page(_ file: String, by identity: Identity, _ desk: Desk) async throws -> (path: String, text: String) {
        let answer = try await send(file, by: identity, desk)
        #expect(answer.status == .seeOther, "\(answer.text)")
        let path = try #require(answer.headers[.location])
        let page = try await desk.test.ask(.get, path, by: identity)
        #expect(page.status == .ok && !page.text.contains("["))
        return (path, page.text)
    }

    private func confirm(_ path: String, _ page: String, by identity: Identity, _ desk: Desk) async throws -> TestResponse {
        let seen = try #require(page.firstMatch(of: /name="seen" value="([0-9a-f]{64})"/)).1
        return try await desk.test.ask(
            .post, path + "/confirmation", by: identity, [.contentType: "application/x-www-form-urlencoded"],
            body: Data("seen=\(seen)".utf8))
    }

    @Test(arguments: Language.allCases) func theHeadingsOfTheTemplateAreKnown(_ language: Language) throws {
        let t = try PageRenderer().sentences(language)
        for column in ImportColumn.allCases { #expect(ImportColumn(heading: t(column.heading)) == column) }
        #expect(ImportColumn(heading: " HO VA TEN (*) ") == .name && ImportColumn(heading: "E-mail") == .email)
        #expect(ImportColumn(heading: "Ghi chú") == nil)
    }

    @Test func rolesAreKnownByWhatPeopleCallThem() throws {
        let words = RoleWords(try PageRenderer())
        #expect(
            words.role("chuyên viên")?.role == .staff && words.role("CHUYEN VIEN")?.role == .staff && words.role("Staff")?.role == .staff)
        #expect(words.role("Luật sư")?.role == .helper && words.role("Luật sư")?.kind == .lawyer)
        #expect(words.role("Legal aid officer")?.kind == .officer && words.role("vua") == nil)
    }

    @Test func whatWasSeenIsMadeOnce() async throws {
        let desk = try await desk()
        let known = try await helper("Trần  Văn Hùng", email: "hung@mau.example", desk)
        let admin = administrator()
        let (path, text) = try await page(
            """
            DANH SÁCH TÀI KHOẢN
            Vai tro,Ho va ten,Thư điện tử,Đơn vị,Ghi chú
            trợ giúp viên pháp lý,trần văn hùng,,,x
            Chuyên viên,Lò Thị Páo,Pao@Mau.example,chi nhanh so 2,

            """, by: admin, desk)
        #expect(
            text.contains("Sẽ tạo") && text.contains("hung@mau.example") && text.contains("Chi nhánh số 2") && !text.contains("Cần sửa<"))
        #expect(try await desk.test.told(AccountChanged.self).isEmpty)
        for _ in 1...2 {
            let answer = try await confirm(path, text, by: admin, desk)
            #expect(answer.status == .seeOther && answer.headers[.location] == path)
        }
        #expect(try await Set(desk.test.told(AccountLinkIssued.self).map(\.email)) == ["hung@mau.example", "pao@mau.example"])
        let told = try await desk.test.told(AccountChanged.self)
        #expect(
            told.count == 2 && told.contains { $0.helper == known } && told.contains { $0.organisation == Self.branch && $0.role == .staff }
        )
        let done = try await desk.test.ask(.get, path, by: admin)
        #expect(done.text.contains("Đã tạo 2 tài khoản") && !done.text.contains("/confirmation"))
        #expect(try await desk.test.audited("account-import.confirmed") == 1)
        #expect(try await desk.test.audited("account.added") == 2)
        // The same file once more: they are there.
        let again = try await page("Name,Role,E-mail\nLò Thị Páo,staff,pao@mau.example\n", by: admin, desk)
        #expect(again.text.contains("Đã có") && !again.text.contains("/confirmation"))
    }

    @Test func wrongRowsSayWhatToMendAndAreNotMade() async throws {
        let desk = try await desk()
        let mai = try await helper("Lê Thị Mai", .lawyer, email: "mai1@mau.example", desk)
        try await helper("Lê Thị Mai", .lawyer, email: "mai2@mau.example", desk)
        try await desk.account("co-roi@mau.example")
        let admin = administrator()
        let (path, text) = try await page(
            """
            Họ tên;Vai trò;Email;Tên đăng nhập;Tổ chức;Mã người thực hiện
            Nguy?n Văn A;Chuyên viên;a@mau.example;;;
            Bùi B;Vua;b@mau.example;;;
            Cù C;Quản trị Trung tâm;c@mau.example;;;
            Đỗ D;Chuyên viên;d@mau;;;
            Đỗ E;Chuyên viên;e@mau.example;;Trung tâm khác;
            Lê Thị Mai;Luật sư;;;;
            Không Có;Luật sư;k@mau.example;;;
            Người Khác;Chuyên viên;x@mau.example;co-roi@mau.example;;
            Hồ H;Chuyên viên;h@mau.example;;;
            Hồ H;Chuyên viên;H@mau.example;;;
            #N/A;Chuyên viên;i@mau.example;;;
            Lê Thị Mai;Luật sư;mai2@mau.example;;;
            Thiếu Thư;Chuyên viên;;;;
            Lê Thị Mai;Luật sư;;;Chi nhánh số 2;\(mai)
            """, by: admin, desk)
        for words in [
            "Tên bị mất chữ", "vai trò “Vua”", "vai trò “Quản trị Trung tâm”",
            "Không tìm thấy đúng một tổ chức tên “Trung tâm khác”",
            "có 2 người cùng tên", "không có tên này", "đã có người khác dùng", "Trùng với dòng 10", "không thuộc Chi nhánh số 2",
            "Công thức trong ô bị lỗi",
        ] {
            #expect(text.contains(words), "\(words)")
        }
        #expect(text.contains("trang “Người thực hiện”") && text.contains("<a href=\"/helpers/import\">"))
        #expect(text.contains("Tạo 2 tài khoản") && text.contains("12 dòng cần sửa"))
        #expect(text.contains("Địa chỉ thư điện tử: Cần điền mục này.") && !text.contains("Tên đăng nhập: Cần điền"))
        #expect(!text.contains("Mã người thực hiện: Cần điền"))
        #expect(try await confirm(path, text, by: admin, desk).status == .seeOther)
        #expect(try await Set(desk.test.told(AccountLinkIssued.self).map(\.email)) == ["h@mau.example", "mai2@mau.example"])
        let wrong = try await desk.test.ask(.get, path + "?show=wrong", by: admin)
        #expect(wrong.text.contains("Cần sửa") && !wrong.text.contains("Hồ H</a>"))
    }

    @Test func whatHasChangedSinceIsNotMade() async throws {
        let desk = try await desk()
        let admin = administrator()
        let (path, text) = try await page("Name,Role,E-mail\nLò A,staff,a@mau.example\nLò B,staff,b@mau.example\n", by: admin, desk)
        try await desk.account("a@mau.example")
        let answer = try await confirm(path, text, by: admin, desk)
        #expect(answer.status == .conflict && answer.text.contains("Tình hình đã thay đổi"))
        #expect(try await desk.test.told(AccountLinkIssued.self).isEmpty)
        #expect(try await confirm(path, answer.text, by: admin, desk).status == .seeOther)
        #expect(try await desk.test.told(AccountLinkIssued.self).map(\.email) == ["b@mau.example"])
    }

    @Test func aLinkGoesToNoOtherAddressThanWasSeen() async throws {
        let desk = try await desk()
        let admin = administrator()
        let id = try await helper("Trần Văn Hùng", email: "hung@mau.example", desk)
        let (path, text) = try await page("Name,Role,Login\nTrần Văn Hùng,Trợ giúp viên pháp lý,hung.tv\n", by: admin, desk)
        #expect(text.contains("hung@mau.example"))
        try await desk.test.hear(
            HelperChanged(
                helper: id, organisation: Desk.centre, province: "08", kind: .officer, fullName: "Trần Văn Hùng",
                email: "khac@mau.example", active: true, occurredAt: Date(), recordedAt: Date()), version: 2)
        let answer = try await confirm(path, text, by: admin, desk)
        #expect(answer.status == .conflict && answer.text.contains("Tình hình đã thay đổi"))
        #expect(try await desk.test.told(AccountLinkIssued.self).isEmpty)
        #expect(try await confirm(path, answer.text, by: admin, desk).status == .seeOther)
        #expect(try await desk.test.told(AccountLinkIssued.self).map(\.email) == ["khac@mau.example"])
    }

    @Test func aFileIsItsOwnersAloneAndEndsAfterADay() async throws {
        let desk = try await desk()
        let admin = administrator()
        let file = "Name,Role,E-mail\nLò A,staff,a@mau.example\n"
        let (path, text) = try await page(file, by: admin, desk)
        for other in [administrator(subject: "colleague"), administrator(at: Self.elsewhere, subject: "stranger")] {
            #expect(try await desk.test.ask(.get, path, by: other).status == .notFound)
            #expect(try await confirm(path, text, by: other, desk).status == .notFound)
            #expect(try await desk.test.ask(.post, path + "/removal", by: other).status == .notFound)
        }
        // The database shows it to nobody else either.
        func rows(of owner: String) async throws -> Int? {
            try await desk.database.transaction(.service) { transaction in
                _ = try await transaction.value("select set_config('app.owner', \(owner), true)", as: String.self)
                return try await transaction.value("select count(*) from account_import_lines", as: Int.self)
            }
        }
        #expect(try await [rows(of: "admin"), rows(of: "colleague"), rows(of: "")] == [1, 0, 0])
        try await desk.database.transaction(.service) { transaction in
            _ = try await transaction.value("select set_config('app.owner', 'admin', true)", as: String.self)
            try await transaction.execute("update account_imports set ends_at = now() - interval '1 second'")
        }
        #expect(try await desk.test.ask(.get, path, by: admin).status == .notFound)
        #expect(try await confirm(path, text, by: admin, desk).status == .notFound)
        #expect(try await AccountImport.tables.sweep(in: desk.database) == 1)
        _ = try await page(file, by: administrator(subject: "colleague"), desk)
        #expect(try await [rows(of: "admin"), rows(of: "colleague")] == [0, 1])
        #expect(try await desk.test.told(AccountLinkIssued.self).isEmpty)
    }

    @Test func aFileIsForgottenWhenItsOwnerSaysSo() async throws {
        let desk = try await desk()
        let (path, _) = try await page("Name,Role,E-mail\nLò A,staff,a@mau.example\n", by: administrator(), desk)
        #expect(try await desk.test.ask(.post, path + "/removal", by: administrator()).status == .seeOther)
        #expect(try await desk.test.ask(.get, path, by: administrator()).status == .notFound)
    }

    /// Whoever gets the invitation gets the helper's cases: a name alone gives them to no other address.
    @Test func aNamesakeIsNotInvitedAsTheHelper() async throws {
        let desk = try await desk()
        let hung = try await helper("Nguyễn Văn Hùng", .lawyer, email: "a@mau.example", desk)
        let head = "Họ tên;Vai trò;Email;Mã người thực hiện\n"
        let other = try await page(head + "Nguyễn Văn Hùng;Luật sư;b@mau.example;\n", by: administrator(), desk).text
        #expect(other.contains("với thư điện tử khác (a@mau.example)") && !other.contains("/confirmation"))
        for row in ["Nguyễn Văn Hùng;Luật sư;b@mau.example;\(hung)", "Nguyễn Văn Hùng;Luật sư;A@mau.example;", "Nguyễn Văn Hùng;Luật sư;;"]
        {
            let text = try await page(head + row + "\n", by: administrator(), desk).text
            #expect(text.contains("/confirmation"), "\(row)")
        }
    }

    @Test func filesThatCannotBeReadSayWhatToDo() async throws {
        let desk = try await desk()
        let admin = administrator()
        for (file, words) in [
            ("", "Tệp trống"), ("%PDF-1.7", "không phải bảng tính"), ("Name,Role\nA,\"b", "Dòng 2: Dấu ngoặc kép mở ra mà không đóng lại"),
            ("a,b\n1,2\n", "Không thấy dòng tiêu đề"), ("Name,Role\n\n", "Dưới dòng tiêu đề không có dòng nào"),
            ("Name,Role,Họ tên\nA,b,c\n", "Dòng 1: cột “Name” và cột “Họ tên” được hiểu là một"),
            ("Name,Role\n" + String(repeating: "A,staff\n", count: 1_001), "nhiều dòng hơn mức cho phép"),
            ("Name,Role\n" + String(repeating: "A", count: 2_000_001), "lớn quá mức cho phép"),
        ] {
            let answer = try await send(file, by: admin, desk)
            #expect(answer.status == .unprocessableContent && answer.text.contains(words), "\(words)")
        }
        #expect(try await send("x", name: "", by: admin, desk).text.contains("Cần điền mục này."))
        #expect(try await desk.test.audited("account-import.checked") == 0)
    }

    @Test(arguments: ["xlsx", "csv"]) func theFilledTemplateComesBackAsItIs(_ format: String) async throws {
        let desk = try await desk()
        try await helper("Nguyễn Thị Hường", email: "huong@mau.example", at: Self.branch, desk)
        try await helper("=HYPERLINK(1) Mẫu", email: "cong-thuc@mau.example", at: Self.branch, desk)
        try await helper("Người Ở Xa", email: "xa@mau.example", at: Self.elsewhere, desk)
        let admin = administrator()
        let answer = try await desk.test.ask(.get, "/accounts/import/template?format=\(format)&filled=true", by: admin)
        #expect(answer.headers[.contentDisposition] == "attachment; filename=\"tai-khoan.\(format)\"")
        let sheet = try SheetRows<ImportColumn>(Array(answer.body.readableBytesView))
        #expect(sheet.lines.count == 2)
        let line = try #require(sheet.lines.first { $0[.name] == "Nguyễn Thị Hường" })
        #expect(line[.role] == "Trợ giúp viên pháp lý" && line[.organisation] == "Chi nhánh số 2" && line[.helper] != nil)
        // What a spreadsheet would run is text there, and the name again when it comes back.
        #expect(sheet.lines.contains { $0[.name] == "=HYPERLINK(1) Mẫu" } && !answer.text.contains("\n=HYPERLINK"))
        guard format == "csv" else { return }
        let (path, text) = try await page(answer.text, by: admin, desk)
        #expect(text.contains("Tạo 2 tài khoản") && !text.contains("Cần sửa<"))
        #expect(try await confirm(path, text, by: admin, desk).status == .seeOther)
        #expect(try await desk.test.told(AccountChanged.self).map(\.organisation) == [Self.branch, Self.branch])
    }

    @Test func theFilledTemplateHasAsManyAsAFileHolds() async throws {
        let desk = try await desk()
        for number in 1...210 { try await helper("Người số \(number)", email: "nguoi\(number)@mau.example", desk) }
        let answer = try await desk.test.ask(.get, "/accounts/import/template?filled=true", by: administrator())
        #expect(try SheetRows<ImportColumn>(Array(answer.body.readableBytesView)).lines.count == 210)
    }

    @Test func aThousandRowsAreMadeInOneGo() async throws {
        let desk = try await desk()
        let admin = administrator()
        let rows = (1...1_000).map { "Người số \($0),Chuyên viên,nguoi\($0)@mau.example" }
        let (path, text) = try await page("Họ tên,Vai trò,Email\n" + rows.joined(separator: "\n"), by: admin, desk)
        #expect(text.contains("Tạo 1.000 tài khoản") && text.contains("after=101"))
        #expect(try await desk.test.ask(.get, path + "?after=901", by: admin).text.contains("Người số 1000"))
        #expect(try await confirm(path, text, by: admin, desk).status == .seeOther)
        #expect(try await desk.test.told(AccountLinkIssued.self).count == 1_000)
    }
}
