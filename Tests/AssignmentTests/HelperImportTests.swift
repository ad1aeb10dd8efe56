import Database
import Foundation
import HTTPTypes
import HummingbirdTesting
import Models
import NIOCore
import ServiceKit
import TestKit
import Testing

@testable import Assignment
@testable import Pages
@testable import SheetImports

/// Helpers from a spreadsheet, at a centre with a branch, beside a participating organisation and another province's centre.
@Suite struct HelperImportTests {
    private struct Scene {
        let test: TestHouse
        let centre: OrganisationID
        let branch: OrganisationID
        let firm: OrganisationID

        var administrator: Identity { identity(.administrator, at: centre) }

        func identity(_ role: Role, at organisation: OrganisationID?, province: String? = nil, subject: String? = nil) -> Identity {
            Identity(
                subject: subject ?? role.rawValue, name: "Người thử (mẫu)", role: role, organisation: organisation, province: province,
                jti: "jti-\(subject ?? role.rawValue)")
        }

        func post(_ path: String, _ body: [String: String], by identity: Identity) async throws -> TestResponse {
            try await test.ask(.post, path, by: identity, body: try JSONEncoder().encode(body))
        }

        func send(_ file: String, name: String = "a.csv", to path: String = "/helpers/import", by identity: Identity) async throws
            -> TestResponse
        {
            let body = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(name)\"\r\n\r\n\(file)\r\n--x--\r\n"
            return try await test.ask(.post, path, by: identity, [.contentType: "multipart/form-data; boundary=x"], body: Data(body.utf8))
        }

        /// Sends a file that can be read. Returns the page of its rows.
        func page(_ file: String, by identity: Identity) async throws -> (path: String, text: String) {
            let answer = try await send(file, by: identity)
            #expect(answer.status == .seeOther, "\(answer.text)")
            let path = try #require(answer.headers[.location])
            let page = try await test.ask(.get, path, by: identity)
            #expect(page.status == .ok && !page.text.contains("["))
            return (path, page.text)
        }

        func confirm(_ path: String, _ page: String, by identity: Identity) async throws -> TestResponse {
            let seen = try #require(page.firstMatch(of: /name="seen" value="([0-9a-f]{64})"/)).1
            return try await test.ask(
                .post, path + "/confirmation", by: identity, [.contentType: "application/x-www-form-urlencoded"],
                body: Data("seen=\(seen)".utf8))
        }

        func enter(_ name: String, _ kind: String = "officer", at place: OrganisationID? = nil, _ more: [String: String] = [:]) async throws
        {
            let fields = ["organisation": (place ?? centre).description, "kind": kind, "name": name].merging(more) { $1 }
            let answer = try await post("/api/v1/helpers", fields, by: identity(.system, at: nil))
            #expect(answer.status == .created, "\(answer.text)")
        }

        func helpers() async throws -> [String] { try await test.told(HelperChanged.self).map(\.fullName) }
    }

    private func scene() async throws -> Scene {
        let test = try await TestHouse.make(.assignment, migrations: App.migrations, keepsDirectory: false, build: App.build)
        let system = Identity(subject: "system", name: "Hệ thống", role: .system, jti: "s")
        func organisation(_ kind: String, _ name: String, _ code: String, parent: OrganisationID? = nil, province: String = "08")
            async throws
            -> OrganisationID
        {
            var fields = ["kind": kind, "province": province, "name": name, "code": code]
            fields["parent"] = parent?.description
            let answer = try await test.ask(.post, "/api/v1/organisations", by: system, body: try JSONEncoder().encode(fields))
            return try #require(answer.tree["id"]?.text.flatMap { OrganisationID($0) }, "\(answer.text)")
        }
        let centre = try await organisation("centre", "Trung tâm số 1", "TT")
        let branch = try await organisation("branch", "Chi nhánh số 2", "CN2", parent: centre)
        let firm = try await organisation("contracted", "Văn phòng luật sư mẫu", "VP")
        _ = try await organisation("centre", "Trung tâm khác", "TK", province: "96")
        return Scene(test: test, centre: centre, branch: branch, firm: firm)
    }

    @Test(arguments: Language.allCases) func theHeadingsOfTheTemplateAreKnown(_ language: Language) throws {
        let t = try PageRenderer().sentences(language)
        for column in HelperColumn.allCases { #expect(HelperColumn(heading: t(column.heading)) == column) }
        #expect(HelperColumn(heading: " HO VA TEN (*) ") == .name && HelperColumn(heading: "Số thẻ TGV") == nil)
    }

    @Test func theColumnsAreTheFieldsOfASingleHelper() throws {
        let form = HelperFormPage(form: try Form(PageRenderer().sentences(.vi)), helper: nil, organisations: [])
        let fields = (form.child(named: "fields") as? [any FormPart] ?? []).map(\.label.name)
        #expect(Set(fields) == Set(HelperColumn.allCases.map(\.rawValue)))
    }

    @Test func whatWasSeenIsEnteredOnce() async throws {
        let scene = try await scene()
        let (path, text) = try await scene.page(
            """
            DANH SÁCH NGƯỜI THỰC HIỆN
            Loai,Ho va ten,Thư điện tử,Số điện thoại,Số thẻ,Ngày bổ nhiệm,Đơn vị,Ghi chú
            trợ giúp viên pháp lý,Trần Văn Hùng,hung@mau.example,912345678,TGV-07,31/01/2019,,x
            Luật sư,Lò Thị Páo,,+84 912 000 111,,2020-02-03,chi nhanh so 2,
            CTV,Vàng A Mẫu,,,,,,
            """, by: scene.administrator)
        #expect(text.contains("Thêm 3 người") && text.contains("0912345678") && text.contains("Chi nhánh số 2"))
        #expect(text.contains("Số thẻ: TGV-07.") && text.contains("31/01/2019"))
        #expect(try await scene.helpers().isEmpty)
        for _ in 1...2 {
            let answer = try await scene.confirm(path, text, by: scene.administrator)
            #expect(answer.status == .seeOther && answer.headers[.location] == path, "\(answer.text)")
        }
        let told = try await scene.test.told(HelperChanged.self)
        #expect(told.count == 3 && told.contains { $0.organisation == scene.branch && $0.kind == .lawyer })
        #expect(told.contains { $0.fullName == "Trần Văn Hùng" && $0.email == "hung@mau.example" && $0.organisation == scene.centre })
        #expect(try await scene.test.audited("helper.entered") == 3)
        #expect(try await scene.test.audited("helper-import.confirmed") == 1)
        let done = try await scene.test.ask(.get, path, by: scene.administrator).text
        #expect(done.contains("Đã thêm 3 người") && !done.contains("/confirmation") && done.contains("/accounts/import"))
        let lines = try await scene.test.ask(
            .get, path.replacing("/helpers/import", with: "/api/v1/helper-imports") + "/lines", by: scene.administrator)
        guard case .array(let items)? = lines.tree["items"] else { return #expect(Bool(false), "\(lines.text)") }
        let helper = try #require(items.first?["helper"]?.text)
        let entered = try await scene.test.ask(.get, "/api/v1/helpers/\(helper)", by: scene.administrator).tree
        #expect(entered["phone"]?.text == "0912345678" && entered["card_number"]?.text == "TGV-07")
        #expect(entered["appointed_on"]?.text == "2019-01-31" && entered["active"]?.boolean == true)
        // The same people once more: they are there.
        let again = try await scene.page(
            "Name,Kind,Organisation\nTrần Văn Hùng,officer,\nLò Thị Páo,lawyer,CN2\n", by: scene.administrator)
        #expect(again.text.contains("Không có ai để thêm") && !again.text.contains("/confirmation"))
    }

    @Test func wrongRowsSayWhatToMendAndAreNotEntered() async throws {
        let scene = try await scene()
        try await scene.enter("Người Có Thẻ", at: nil, ["card_number": "T-1"])
        try await scene.enter("Người Trùng Tên", "lawyer", at: nil, ["email": "cu@mau.example"])
        let (path, text) = try await scene.page(
            """
            Họ tên;Loại;Tổ chức;Email;Số điện thoại;Số thẻ;Ngày bổ nhiệm
            Nguy?n Văn A;Luật sư;;;;;
            Bùi B;Vua;;;12;;32/01/2019
            Cù C;Tư vấn viên pháp luật;;;;;
            Đỗ D;Luật sư;Trung tâm khác;;;;
            Đỗ E;Luật sư;;e@mau;;;01/01/2999
            Người Khác;Trợ giúp viên pháp lý;;;;T-1;
            Người Trùng Tên;Luật sư;;moi@mau.example;;;
            Hồ H;Luật sư;;h@mau.example;;;
            Hồ  h;Luật sư;;;;;
            #N/A;Luật sư;;;;;
            =1+1;Luật sư;;;;;
            ;Luật sư;;;0912345678;;
            Hà I;Luật sư;;;;T-9;
            Hà K;Luật sư;;;;T-9;
            người có thẻ;Trợ giúp viên pháp lý;;;;T-1;
            """, by: scene.administrator)
        for words in [
            "Tên bị mất chữ", "Không có loại “Vua”", "Số điện thoại không đúng dạng", "“32/01/2019” không phải là ngày",
            "Tổ chức loại này không có người thực hiện loại này", "Không tìm thấy đúng một tổ chức tên “Trung tâm khác”",
            "Thư điện tử: Địa chỉ thư điện tử không đúng dạng.", "Ngày phải từ", "Số thẻ này là của Người Có Thẻ",
            "đã có một người cùng tên", "Trùng với dòng 9", "Công thức trong ô bị lỗi", "công thức chưa được tính",
            "Họ và tên: Cần điền mục này.", "Trùng với dòng 14", "Đã có",
        ] {
            #expect(text.contains(words), "\(words)")
        }
        #expect(text.contains("Thêm 2 người") && text.contains("12 dòng cần sửa"), "\(text)")
        #expect(try await scene.confirm(path, text, by: scene.administrator).status == .seeOther)
        #expect(try await Set(scene.helpers().suffix(2)) == ["Hồ H", "Hà I"])
    }

    @Test func eachEntersWhereTheyKeepHelpers() async throws {
        let scene = try await scene()
        let department = scene.identity(.province, at: nil, province: "08")
        let (path, text) = try await scene.page(
            "Name,Kind,Organisation\nLuật Sư Mẫu,lawyer,VP\nNgười Khác,officer,TT\nKhông Chỗ,lawyer,\n", by: department)
        #expect(text.contains("Thêm 1 người") && text.contains("tên “TT”") && text.contains("Tổ chức: Cần điền mục này."))
        #expect(try await scene.confirm(path, text, by: department).status == .seeOther)
        #expect(try await scene.test.told(HelperChanged.self).map(\.organisation) == [scene.firm])
        for role in [Role.staff, .organisation, .program, .ministry] {
            let other = scene.identity(role, at: role == .ministry ? nil : scene.centre)
            #expect(try await scene.send("Name,Kind\nA,lawyer\n", by: other).status == .forbidden, "\(role)")
        }
        let system = scene.identity(.system, at: nil)
        let (_, anywhere) = try await scene.page("Name,Kind,Organisation\nA,lawyer,TK\n", by: system)
        #expect(anywhere.contains("Thêm 1 người"))
    }

    @Test func whatHasChangedSinceIsNotEntered() async throws {
        let scene = try await scene()
        let (path, text) = try await scene.page("Name,Kind\nLò A,lawyer\nLò B,lawyer\n", by: scene.administrator)
        try await scene.enter("Lò A", "lawyer")
        let answer = try await scene.confirm(path, text, by: scene.administrator)
        #expect(answer.status == .conflict && answer.text.contains("Tình hình đã thay đổi") && answer.text.contains("Chưa có ai được thêm"))
        #expect(try await scene.helpers() == ["Lò A"])
        #expect(try await scene.confirm(path, answer.text, by: scene.administrator).status == .seeOther)
        #expect(try await scene.helpers() == ["Lò A", "Lò B"])
    }

    @Test func aCardThatIsTakenInTheSameMomentEntersNobody() async throws {
        let scene = try await scene()
        let (path, text) = try await scene.page("Name,Kind,Card\nLò A,lawyer,1\nLò B,lawyer,2\n", by: scene.administrator)
        // As the register refuses it where somebody else was quicker, after the look.
        try await scene.test.administer(
            """
            create function assignment.refuse() returns trigger language plpgsql as $$
            begin
                if new.card_number = '2' then raise unique_violation using constraint = 'helpers_card_once'; end if;
                return new;
            end $$;
            create trigger refuse before insert on assignment.helpers for each row execute function assignment.refuse();
            """)
        let answer = try await scene.confirm(path, text, by: scene.administrator)
        #expect(answer.status == .conflict && answer.text.contains("Chưa có ai được thêm") && answer.text.contains("Thêm 2 người"))
        #expect(try await scene.helpers().isEmpty)
    }

    @Test func aFileIsItsOwnersAloneAndEndsAfterADay() async throws {
        let scene = try await scene()
        let file = "Name,Kind\nLò A,lawyer\n"
        let (path, text) = try await scene.page(file, by: scene.administrator)
        for other in [scene.identity(.administrator, at: scene.centre, subject: "colleague"), scene.identity(.leader, at: scene.branch)] {
            #expect(try await scene.test.ask(.get, path, by: other).status == .notFound)
            #expect(try await scene.confirm(path, text, by: other).status == .notFound)
            #expect(try await scene.test.ask(.post, path + "/removal", by: other).status == .notFound)
        }
        // The database shows it to nobody else either, whatever they may see.
        let database = scene.test.house.database
        func rows(of owner: String, _ scope: Scope) async throws -> Int? {
            try await database.transaction(scope) { transaction in
                _ = try await transaction.value("select set_config('app.owner', \(owner), true)", as: String.self)
                return try await transaction.value("select count(*) from helper_import_lines", as: Int.self)
            }
        }
        let own = Scope.organisations([scene.centre])
        #expect(
            try await [rows(of: "administrator", own), rows(of: "colleague", own), rows(of: "", own), rows(of: "", .service)] == [
                1, 0, 0, 0,
            ])
        try await database.transaction(own) { transaction in
            _ = try await transaction.value("select set_config('app.owner', 'administrator', true)", as: String.self)
            try await transaction.execute("update helper_imports set ends_at = now() - interval '1 second'")
        }
        #expect(try await scene.test.ask(.get, path, by: scene.administrator).status == .notFound)
        #expect(try await scene.confirm(path, text, by: scene.administrator).status == .notFound)
        _ = try await scene.page(file, by: scene.identity(.administrator, at: scene.centre, subject: "colleague"))
        #expect(try await HelperImport.tables.sweep(in: database) == 1)
        #expect(try await [rows(of: "administrator", own), rows(of: "colleague", own)] == [0, 1])
        #expect(try await scene.helpers().isEmpty)
    }

    @Test(arguments: ["xlsx", "csv"]) func theTemplateIsReadAgain(_ format: String) async throws {
        let scene = try await scene()
        let answer = try await scene.test.ask(.get, "/helpers/import/template?format=\(format)", by: scene.administrator)
        #expect(answer.headers[.contentDisposition] == "attachment; filename=\"nguoi-thuc-hien.\(format)\"")
        #expect(throws: Problem.self) { try SheetRows<HelperColumn>(Array(answer.body.readableBytesView)) }
        #expect(
            try await scene.test.ask(.get, "/helpers/import/template?filled=true", by: scene.administrator).status == .unprocessableContent)
    }

    @Test func filesThatCannotBeReadSayWhatToDo() async throws {
        let scene = try await scene()
        for (file, words) in [
            ("", "Tệp trống"), ("%PDF-1.7", "không phải bảng tính"), ("a,b\n1,2\n", "có cột “Họ và tên” và “Loại”"),
            ("Name,Kind\n\n", "Dưới dòng tiêu đề không có dòng nào"),
            ("Name,Kind,Họ tên\nA,b,c\n", "cột “Name” và cột “Họ tên” được hiểu là một"),
            ("Name,Kind\n" + String(repeating: "A,lawyer\n", count: 1_001), "nhiều dòng hơn mức cho phép"),
            ("Name,Kind\n" + String(repeating: "A", count: 2_000_001), "lớn quá mức cho phép"),
        ] {
            let answer = try await scene.send(file, by: scene.administrator)
            #expect(answer.status == .unprocessableContent && answer.text.contains(words), "\(words)")
        }
        #expect(try await scene.test.audited("helper-import.checked") == 0)
    }

    /// However many parentheses a cell opens, it is read in one pass; what is too long for a name ends the file before anything is compared.
    @Test func cellsThatWouldTakeLongAreNotCompared() async throws {
        #expect(FoldedText.of(String(repeating: "(", count: 1_000_000)) == "")
        #expect(FoldedText.of("Họ tên (bắt buộc) (1) và (chưa đóng") == "ho ten va chua dong")
        let scene = try await scene()
        for cell in [String(repeating: "(", count: 2_001), String(repeating: "ế", count: 700)] {
            let answer = try await scene.send("Họ và tên,Loại\n\(cell),Luật sư\n", by: scene.administrator)
            #expect(answer.status == .unprocessableContent && answer.text.contains("Có ô chứa quá nhiều chữ"), "\(answer.text)")
        }
        // Of a column that is not read it is nobody's business.
        let note = String(repeating: "x", count: 5_000)
        _ = try await scene.page("Họ và tên,Loại,Ghi chú\nNguyễn A,Luật sư,\(note)\n", by: scene.administrator)
    }

    @Test func twoOfOneNameInAFileAreAskedForTheirCardsInWhicheverOrder() async throws {
        let scene = try await scene()
        let rows = ["Nguyễn Văn Hùng,Luật sư,a@mau.example,1", "Nguyễn Văn Hùng,Luật sư,b@mau.example,"]
        for rows in [rows, rows.reversed()] {
            let page = try await scene.page("Họ và tên,Loại,Thư điện tử,Số thẻ\n\(rows.joined(separator: "\n"))\n", by: scene.administrator)
            #expect(page.text.contains("hãy ghi số thẻ cho cả hai"), "\(rows)")
        }
        let both = try await scene.page(
            "Họ và tên,Loại,Thư điện tử,Số thẻ\n\(rows[0])\n\(rows[1])2\n", by: scene.administrator)
        #expect(!both.text.contains("hãy ghi số thẻ"))
    }

    @Test func onePersonIsKnownHoweverNameAndCardAreWritten() {
        for (one, other) in [
            ("Hòa", "Hoà"), ("Nguyễn Thị Thúy", "nguyễn  thị thuý"), ("Thủy", "Thuỷ"), ("Lường", "Lu\u{31B}o\u{31B}\u{300}ng"),
        ] {
            #expect(FoldedText.name(one) == FoldedText.name(other), "\(one)")
        }
        for (one, other) in [("Hòa", "Hoa"), ("Hòa", "Hóa"), ("Tuân", "Tuần"), ("Đức", "Dức")] {
            #expect(FoldedText.name(one) != FoldedText.name(other), "\(one)")
        }
        #expect(HelperCard.folded("TGV-07") == HelperCard.folded("tgv 07") && HelperCard.folded("TGV-07") != HelperCard.folded("TGV-70"))
    }

    @Test func aThousandRowsAreEnteredInOneGo() async throws {
        let scene = try await scene()
        let rows = (1...1_000).map { "Người số \($0),Luật sư" }
        let (path, text) = try await scene.page("Họ tên,Loại\n" + rows.joined(separator: "\n"), by: scene.administrator)
        #expect(text.contains("Thêm 1.000 người") && text.contains("after=101"))
        #expect(try await scene.confirm(path, text, by: scene.administrator).status == .seeOther)
        #expect(try await scene.helpers().count == 1_000)
    }
}
