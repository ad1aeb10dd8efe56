import Foundation
import Models
import Pages
import ServiceKit
import Testing

/// A form shows again what was typed, and what is wrong beside it.
@Suite struct FormTests {
    private let pages: PageRenderer
    private let t: Sentences

    init() throws {
        pages = try PageRenderer()
        t = pages.sentences(.vi)
    }

    private func html(_ part: any FormPart, _ template: String) throws -> String {
        try pages.fragment(template, part, context: PageContext())
    }

    @Test func aFieldShowsItsValueItsErrorAndTheirConnection() throws {
        let form = Form(
            t, values: ["client": ["name": "Nguyễn \"Sương\" <b>"]], errors: [FieldError("/client/name", .tooShort(minimum: 2))])
        let text = try html(form.text("client.name", "styleguide_client_name", hint: "styleguide_phone_hint"), "parts/field")
        #expect(text.contains(#"<label for="client-name">"#))
        #expect(text.contains(#"name="client.name""#))
        #expect(text.contains("Nguyễn &quot;Sương&quot; &lt;b&gt;"))
        #expect(text.contains(#"aria-describedby="client-name-hint client-name-error""#))
        #expect(text.contains(#"aria-invalid="true""#))
        #expect(text.contains(#"id="client-name-error""#))
    }

    @Test func aFieldWithoutErrorOrHintClaimsNeither() throws {
        let text = try html(Form(t).text("summary", "styleguide_summary", isRequired: false), "parts/field")
        #expect(!text.contains("aria-"))
        #expect(!text.contains("class=\"error\""))
        #expect(!text.contains(" required"))
        #expect(text.contains(t("optional")))
    }

    @Test func theSummaryNamesFieldsInTheirOrderAndLeadsToThem() throws {
        let form = Form(t, errors: [FieldError("/form", .required), FieldError("/categories/0", .notOneOf(["child"]))])
        let fields: [any FormPart] = [
            form.checkboxes("categories", "styleguide_categories", [Choice("child", t.label(Models.Category(rawValue: "child")))]),
            form.radios("form", "styleguide_form", [Choice("advice", t.label(AidForm.advice))]),
        ]
        let text = try pages.fragment("parts/errors", form.summary(fields) as Any, context: PageContext())
        let categories = try #require(text.range(of: "href=\"#categories\">\(t("styleguide_categories")): "))
        let aidForm = try #require(text.range(of: "href=\"#form\">\(t("styleguide_form")): "))
        #expect(categories.lowerBound < aidForm.lowerBound)
        #expect(form.error("categories") != nil)
        #expect(Form(t).summary(fields) == nil)
    }

    @Test func twoFormsWithFieldsOfOneNameHaveIdsOfTheirOwn() throws {
        let form = Form(t, errors: [FieldError("/date", .required)]).within("completion")
        let field = form.date("date", "styleguide_birth")
        let text = try html(field, "parts/date")
        #expect(text.contains(#"<label for="completion-date">"#) && text.contains(#"id="completion-date" name="date.day""#))
        #expect(text.contains(#"aria-describedby="completion-date-error""#))
        let summary = try pages.fragment("parts/errors", form.summary([field]) as Any, context: PageContext())
        #expect(summary.contains(##"href="#completion-date""##))
    }

    @Test func whatWasChosenStaysChosen() throws {
        let choices = AidForm.allCases.map { Choice($0.rawValue, t.label($0)) }
        let form = Form(t, values: ["form": "advice", "several": ["advice", "representation"]])
        #expect(try html(form.select("form", "styleguide_form", choices), "parts/select").contains(#"value="advice" selected"#))
        #expect(try html(form.radios("form", "styleguide_form", choices), "parts/choices").contains(#"value="advice" checked"#))
        let boxes = try html(form.checkboxes("several", "styleguide_form", choices), "parts/choices")
        #expect(boxes.matches(of: /\schecked/).count == 2)
    }

    @Test(arguments: [
        ("2", "4", "1990", "1990-04-02"), (" 02", "04 ", "1990", "1990-04-02"), ("31", "2", "1990", "31/2/1990"), ("", "4", "", "/4/"),
        ("a", "4", "1990", "a/4/1990"), ("", "", " ", nil),
    ])
    func threeBoxesMakeOneDate(_ day: String, _ month: String, _ year: String, _ joined: String?) {
        #expect(DateField.joined(day: day, month: month, year: year) == joined)
        let tree: JSONValue = ["client": ["birth": ["day": .field(day), "month": .field(month), "year": .field(year)]]]
        #expect(tree.joiningDates["client"]?["birth"] == (joined.map { .field($0) } ?? .null))
    }

    @Test func aDateOnRecordFillsItsBoxes() throws {
        let text = try html(Form(t, values: ["birth": "1990-04-02"]).date("birth", "styleguide_birth"), "parts/date")
        #expect(text.contains(#"name="birth.day" value="2""#))
        #expect(text.contains(#"name="birth.month" value="4""#))
        #expect(text.contains(#"name="birth.year" value="1990""#))
    }
}
