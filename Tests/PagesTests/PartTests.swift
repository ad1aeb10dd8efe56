import Models
import Pages
import ServiceKit
import Testing

/// Parts work as plain HTML first: a link, a form, an unfolded question.
@Suite struct PartTests {
    private let pages: PageRenderer
    private let t: Sentences

    init() throws {
        pages = try PageRenderer()
        t = pages.sentences(.vi)
    }

    private func html(_ part: any Part, _ template: String) throws -> String { try pages.fragment(template, part, context: PageContext()) }

    private func confirmation(_ form: Form) -> ConfirmationDialog {
        ConfirmationDialog(
            id: "stop", opener: "Dừng…", title: "Dừng?", text: "Không mở lại được.", action: "/cases/1/stop", submit: "Dừng vụ việc",
            isDanger: true, kept: [HiddenField("version", "3")], fields: [form.area("reason", "styleguide_reason")])
    }

    @Test func aConfirmationIsAFormThatUnfoldsAndStandsOpenWhereSomethingIsWrong() throws {
        let text = try html(confirmation(Form(t)), "parts/confirmation")
        #expect(text.contains("<details") && !text.contains(" open>"))
        #expect(text.contains(#"<form method="post" action="/cases/1/stop""#))
        #expect(text.contains(#"<input type="hidden" name="version" value="3">"#))
        #expect(try html(confirmation(Form(t, errors: [FieldError("/reason", .required)])), "parts/confirmation").contains(" open>"))
    }

    @Test func filtersKeepWhatTheyDoNotChangeAndLetGoOneByOne() throws {
        let filters = Filters(
            action: "/cases", fields: [Form(t, values: ["q": "Nguyễn"]).text("q", "styleguide_client_name", kind: .search)],
            kept: [HiddenField("sort", "code")], chosen: [Link("“Nguyễn”", to: "/cases?sort=code")], clear: "/cases?sort=code")
        let text = try html(filters, "parts/filters")
        #expect(text.contains(#"method="get" action="/cases""#) && text.contains(#"name="sort" value="code""#))
        #expect(text.contains(#"name="q" type="search" value="Nguyễn""#))
        #expect(text.contains(t("filters_remove")) && text.contains(t("filters_clear")))
        #expect(try !html(Filters(action: "/cases", fields: []), "parts/filters").contains(t("filters_chosen")))
    }

    @Test func furtherFieldsOfFiltersAreFoldedUntilOneIsFilledIn() throws {
        func shown(_ values: JSONValue) throws -> String {
            let form = Form(t, values: values)
            let filters = Filters(
                action: "/cases", fields: [form.text("q", "styleguide_client_name", kind: .search)],
                more: [
                    form.select("field", "styleguide_field", prompt: "filter_all", [Choice("civil", "Dân sự")]),
                    form.date("from", "styleguide_registered"), form.text("age", "styleguide_days", kind: .number),
                ])
            return try html(filters, "parts/filters")
        }
        let folded = try shown(["q": "Nguyễn", "field": "", "from": ["day": "", "month": "", "year": ""]])
        #expect(folded.contains(#"<details class="more-fields"><summary>\#(t("filters_more"))</summary>"#))
        #expect(folded.contains(#"name="from.day""#))
        for values: JSONValue in [["field": "civil"], ["from": "2026-01-05"], ["from": ["year": "2026"]], ["age": "3"]] {
            #expect(try shown(values).contains(#"<details class="more-fields" open>"#))
        }
        #expect(try !html(Filters(action: "/cases", fields: []), "parts/filters").contains("<details"))
    }

    @Test func aSearchThatSuggestsIsAPlainFormBeforeItsScriptComes() throws {
        let text = try html(
            Search(action: "/helpers", field: Form(t).suggest("q", "styleguide_helper", from: "/api/v1/helpers")), "parts/search")
        #expect(text.contains(#"<form class="search" method="get" action="/helpers" role="search""#))
        #expect(text.contains(#"data-address="/api/v1/helpers" data-word="name""#))
        #expect(!text.contains("combobox") && !text.contains("data-detail"))
    }

    @Test func tabsAreLinksToTheirSections() throws {
        let tabs = Tabs(
            "Vụ việc",
            [
                .init(id: "facts", title: "Thông tin", "parts/empty", EmptyState("Chưa có")),
                .init(id: "papers", title: "Giấy tờ", "parts/summary", SummaryList([.init("Số", "1")])),
            ])
        let text = try html(tabs, "parts/tabs")
        #expect(text.contains(##"<a href="#facts">Thông tin</a>"##) && text.contains(#"<section id="papers">"#))
        #expect(text.contains("Chưa có") && text.contains("<dt>Số</dt>"))
        #expect(!text.contains("role=") && !text.contains("hidden"))
    }

    @Test func stepsSayWhereOneIsAndLeadBackOnly() throws {
        let text = try html(Steps([("Một", "/1"), ("Hai", "/2"), ("Ba", "/3")], current: 1, t), "parts/steps")
        #expect(text.contains("Bước 2/3: <strong>Hai</strong>"))
        #expect(text.contains(#"<a href="/1">Một</a><span class="unseen"> (đã xong)</span>"#))
        #expect(text.contains(#"aria-current="step"><span>Hai</span>"#) && !text.contains("/3\""))
    }

    @Test(arguments: [(4, 7, 57), (0, 0, 0), (9, 7, 100)]) func aBarIsBetweenNothingAndAll(_ done: Int, _ total: Int, _ percent: Int) throws
    {
        let text = try html(ProgressBar("Hồ sơ", done: done, of: total, words: "\(done)/\(total)"), "parts/progress")
        #expect(text.contains(#"value="\#(percent)""#) && text.contains("\(done)/\(total)"))
    }

    @Test func aSortedColumnSaysSo() throws {
        let table = Table(
            caption: "Sổ",
            columns: [
                .init("Số", sort: .init(href: "?sort=-code", ascending: true)),
                .init("Ngày", isNumber: true, sort: .init(href: "?sort=days")), .init("Tên"),
            ],
            rows: [[.text("1"), .number("2"), .none]], empty: EmptyState("Chưa có"))
        let text = try html(table, "parts/table")
        #expect(text.contains(#"<th scope="col" class="sort" aria-sort="ascending"><a href="?sort=-code">Số</a></th>"#))
        #expect(text.contains(#"<th scope="col" class="sort number"><a href="?sort=days">"#) && text.contains(#"<th scope="col">Tên</th>"#))
    }

    @Test func nothingInARowIsTakenForMarkup() throws {
        let evil = #"<b a="1" c='2'>&"#
        let written = "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;"
        let cells: [TableCell] = [
            .link(evil, to: evil, detail: evil), .text(evil, detail: evil), .number(evil), .tag(Tag(evil, .bad)), .text("Trần Đức"),
        ]
        let table = Table(caption: "Sổ", columns: cells.map { _ in .init(evil) }, rows: [cells], empty: EmptyState("Chưa có"))
        let body = try #require(try html(table, "parts/table").firstMatch(of: /(?s)<tbody>(.*)<\/tbody>/)?.1)
        #expect(!body.contains("<b") && !body.contains("c='") && body.contains("Trần Đức"))
        #expect(body.matches(of: try Regex(written)).count == 7 + 4)
    }

    @Test(arguments: [
        ("23", "11", "2026", "morning", "2026-11-23/morning"), ("23", "11", "2026", "", "2026-11-23"),
        ("31", "2", "2026", "morning", "31/2/2026/morning"),
        ("", "", "", "afternoon", "/afternoon"), ("", "", "", "", nil),
    ])
    func aDateAndItsHalfMakeOneText(_ day: String, _ month: String, _ year: String, _ half: String, _ joined: String?) {
        let tree: JSONValue = ["session": ["day": .field(day), "month": .field(month), "year": .field(year), "half": .field(half)]]
        #expect(tree.joiningDates["session"] == (joined.map { .field($0) } ?? .null))
        #expect((joined.flatMap { HalfDay($0) } != nil) == (joined == "2026-11-23/morning"))
    }

    @Test func aHalfDayShowsWhatWasChosenAndOnRecord() throws {
        for values: JSONValue in [["s": "2026-11-23/afternoon"], ["s": ["day": "23", "month": "11", "year": "2026", "half": "afternoon"]]] {
            let text = try html(Form(t, values: values).halfDay("s", "styleguide_session"), "parts/half-day")
            #expect(text.contains(#"name="s.day" value="23""#))
            #expect(text.contains(#"name="s.half" value="afternoon" checked"#) && text.contains("Buổi sáng"))
        }
    }

    @Test(arguments: [("ha noi", ["Hà Nội"]), ("Đà", ["Đà Nẵng"]), ("da", ["Đà Nẵng"]), ("Ng", ["Đà Nẵng", "Quảng Ngãi"]), (" ", [])])
    func namesAreFoundWithAndWithoutTheirMarks(_ typed: String, _ found: [String]) {
        #expect(NameSearch(["Hà Nội", "Đà Nẵng", "Quảng Ngãi"]).found(typed) == found)
    }
}
