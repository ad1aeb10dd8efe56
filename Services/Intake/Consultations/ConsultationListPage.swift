import Directory
import Models
import Pages
import Rules
import ServiceKit

/// What `intake-consultations.mustache` shows: the book, the newest first, and the form of a new line.
struct ConsultationListPage: Part {
    /// One more than `page` asks for where there are more; nil where the book is not for the reader.
    let found: [Consultation]?
    let page: PageRequest
    let form: Form
    let rules: RulePacks
    let organisations: [Organisation]
    let mayEnter: Bool
    let today: LegalDate

    private var t: Sentences { form.sentences }

    func child(named name: String) -> Any? {
        switch name {
        case "errors": form.summary(fields)
        case "failed": form.summary(fields) != nil || (found ?? []).isEmpty
        case "may_enter": mayEnter
        case "form_key": form.key
        case "fields": fields
        case "table": found.map(table)
        default: nil
        }
    }

    private var fields: [any FormPart] {
        let language = t.language.rawValue
        return [
            form.select("centre", "request_centre", organisations.map { Choice($0.id.description, $0.title) }),
            form.select("channel", "request_channel", Channel.allCases.map { Choice($0.rawValue, t.label($0)) }),
            form.text("client.name", "request_name", maximum: 200),
            form.radios("client.gender", "request_gender", isInline: true, Gender.allCases.map { Choice($0.rawValue, t.label($0)) }),
            form.text("client.phone", "request_phone", isRequired: false, kind: .tel, width: .half, maximum: 30),
            form.checkboxes(
                "categories", "request_categories", isRequired: false,
                rules.eligibility(on: today).categories.map { Choice($0.category.rawValue, $0.title.text(language)) }),
            form.select("field", "request_field", LegalField.allCases.map { Choice($0.rawValue, t.label($0)) }),
            form.area("question", "consultation_question", maximum: 2_000, rows: 4),
            form.area("answer", "consultation_answer", maximum: 4_000, rows: 6),
            form.date("given_on", "consultation_given_on", hint: "consultation_given_on_hint", isRequired: false),
        ]
    }

    private func table(_ found: [Consultation]) -> Table {
        let shown = found.prefix(page.limit)
        let next = found.count > page.limit ? shown.last.map { Cursor(Cursor.key($0.recordedAt), $0.id.description) } : nil
        return Table(
            caption: t("consultations_title"), isCaptionHidden: true,
            columns: [
                .init(t("column_client")), .init(t("consultation_number"), isNumber: true), .init(t("consultation_given_on")),
                .init(t("column_field")), .init(t("request_channel")),
            ],
            rows: shown.map { one in
                [
                    .link(one.clientName, to: "/requests/consultations/\(one.id)"), .number(String(one.number)),
                    .moment(Moment(one.givenOn, t.formats), detail: one.givenBy), .text(t.label(one.field)), .text(t.label(one.channel)),
                ]
            }, empty: EmptyState(t("consultations_empty"), text: t("consultations_empty_text")),
            paging: Paging(
                first: page.after == nil ? nil : "/requests/consultations",
                next: next.map { "/requests/consultations?after=\($0)" }))
    }

    /// One of them as names and values.
    static func facts(of found: Consultation, _ t: Sentences) -> SummaryList {
        SummaryList([
            .init(t("consultation_number"), String(found.number)),
            .init(t("consultation_given_on"), .moment(Moment(found.givenOn, t.formats), detail: found.givenBy)),
            .init(t("request_channel"), t.label(found.channel)), .init(t("request_gender"), t.label(found.clientGender)),
            .init(t("request_phone"), found.clientPhone), .init(t("request_categories"), found.categories.map { .text(t.label($0)) }),
            .init(t("column_field"), t.label(found.field)), .init(t("consultation_question"), found.question),
            .init(t("consultation_answer"), found.answer),
        ])
    }
}
