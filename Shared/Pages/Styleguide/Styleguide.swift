package import Foundation
import Models
import ServiceKit

/// The page `/styleguide`: each part with lifelike, long and empty content, in both languages. Show it with
/// `page("styleguide", Styleguide(…), title: "styleguide_title", …)`.
package struct Styleguide: Part {
    private let t: Sentences
    private let formats: Formats
    private let now: Date

    /// - Parameter now: the moment that the sample dates are counted from.
    package init(_ sentences: Sentences, now: Date) {
        t = sentences
        formats = sentences.formats
        self.now = now
    }

    package func child(named name: String) -> Any? {
        switch name {
        case "figures": figures
        case "notices": notices
        case "errors": form.summary(fields)
        case "fields": fields
        case "register": register
        case "empty_register": emptyRegister
        case "facts": facts
        case "events": events
        case "tags": tags
        case "drop": drop
        case "panel_down": Fragment("/styleguide/no-such-panel", label: t("styleguide_panel"))
        default: nil
        }
    }

    private var figures: [Figure] {
        [
            Figure(formats.number(1_234), t("styleguide_open_cases"), href: "/cases", tone: .info),
            Figure(formats.number(7), t("styleguide_stalled_cases"), href: "/cases?stalled=true", tone: .bad),
            Figure(formats.number(12), t("styleguide_waiting_requests"), href: "/requests", tone: .attention),
            Figure(formats.number(209.5), t("styleguide_credit"), tone: .good),
        ]
    }

    private var notices: [Notice] {
        [
            Notice(.info, text: t("styleguide_notice_info")),
            Notice(.success, text: t("styleguide_notice_success")),
            Notice(.warning, title: t("styleguide_notice_warning"), text: t("styleguide_notice_warning_text")),
            Notice(
                .danger, title: t("styleguide_notice_danger"), text: t("styleguide_notice_danger_text"),
                action: Link(t("styleguide_look"), to: "#")),
        ]
    }

    private var tags: [Tag] {
        CaseState.allCases.map { Tag($0, t) } + RequestState.allCases.map { Tag($0, t) } + ConflictVerdict.allCases.map { Tag($0, t) }
    }

    private var form: Form {
        Form(
            t,
            values: [
                "client": [
                    "name": "Nguyễn Phúc Hường Ngọc Quỳnh Thụy Như Tường Vy", "birth": ["day": "31", "month": "2", "year": "1990"],
                ],
                "form": "litigation", "categories": ["poor_household"],
            ],
            errors: [
                FieldError("/client/birth", .impossibleDate), FieldError("/client/phone", .required),
                FieldError("/field", .required), FieldError("/summary", .tooLong(maximum: 4000)),
            ])
    }

    private var fields: [any FormPart] {
        let form = form
        return [
            form.text("client.name", "styleguide_client_name", autocomplete: "name", maximum: 200),
            form.date("client.birth", "styleguide_birth", hint: "styleguide_birth_hint", isBirthday: true),
            form.text("client.phone", "styleguide_phone", hint: "styleguide_phone_hint", kind: .tel, width: .half),
            form.radios("form", "styleguide_form", AidForm.allCases.map { Choice($0.rawValue, t.label($0)) }),
            form.select("field", "styleguide_field", LegalField.allCases.map { Choice($0.rawValue, t.label($0)) }),
            form.checkboxes(
                "categories", "styleguide_categories", hint: "styleguide_categories_hint",
                ["poor_household", "ethnic_minority", "domestic_violence_victim"].map { Choice($0, t.label(Models.Category(rawValue: $0))) }
            ),
            form.area("summary", "styleguide_summary", isRequired: false, maximum: 4000),
        ]
    }

    private var columns: [Table.Column] {
        [
            Table.Column(t("styleguide_code"), sort: Table.Sort(href: "?sort=code", ascending: false)),
            Table.Column(t("styleguide_client_name")), Table.Column(t("styleguide_field")),
            Table.Column(t("styleguide_helper")), Table.Column(t("styleguide_registered")),
            Table.Column(t("styleguide_days"), isNumber: true), Table.Column(t("styleguide_state")),
        ]
    }

    private var register: Table {
        Table(
            caption: t("styleguide_register"), columns: columns,
            rows: [
                row("TT.TGTT.127.2026", "Nguyễn Phúc Hường Ngọc Quỳnh Thụy Như Tường Vy", .criminal, "Trần Thị Bích Ngọc", 3, .underWay),
                row("CN1.TV.1044.2026", "H’Hen Niê Kđăm", .marriageFamily, "Luật sư Đỗ Hữu Ước", 1_205, .registered),
                row("TT.ĐDNTT.9.2026", "Sùng A Dơ", .administrative, nil, 0, .finished),
            ],
            empty: EmptyState(t("styleguide_none")),
            paging: Paging(summary: t.count("styleguide_count", 3), first: "?first", next: "?after=3"))
    }

    private func row(_ code: String, _ client: String, _ field: LegalField, _ helper: String?, _ days: Int, _ state: CaseState)
        -> [TableCell]
    {
        [
            .link(code, to: "/cases/1"), .text(client, detail: t.label(Models.Category.poorHousehold)), .text(t.label(field)),
            helper.map { .text($0) } ?? .none, .moment(Moment(LegalDate(now).adding(days: -days), formats)),
            .number(formats.number(days)), .tag(Tag(state, t)),
        ]
    }

    private var emptyRegister: Table {
        Table(
            caption: t("styleguide_register"), columns: columns, rows: [],
            empty: EmptyState(
                t("styleguide_none"), text: t("styleguide_none_text"), action: Link(t("nav_new_request"), to: "/requests/new")))
    }

    private var facts: SummaryList {
        SummaryList([
            .init(t("styleguide_code"), "TT.TGTT.127.2026"),
            .init(t("styleguide_state"), .tag(Tag(CaseState.underWay, t))),
            .init(
                t("styleguide_client_name"), "Nguyễn Phúc Hường Ngọc Quỳnh Thụy Như Tường Vy",
                action: Link(t("styleguide_change"), to: "#")),
            .init(
                t("styleguide_categories"),
                [
                    .text(t.label(Models.Category.poorHousehold)),
                    .text(t.label(Models.Category.ethnicMinority), detail: t("styleguide_proof")),
                ]),
            .init(t("styleguide_registered"), .moment(Moment(now, formats))),
            .init(t("styleguide_phone"), nil),
        ])
    }

    private var events: Timeline {
        Timeline(
            [
                .init(
                    t("styleguide_event_paper"), at: Moment(now, formats), by: "Trần Thị Bích Ngọc",
                    text: "bản-luận-cứ-bảo-vệ-lần-2.pdf (\(formats.size(bytes: 1_534_000)))"),
                .init(
                    t("styleguide_event_stalled"), at: Moment(now.addingTimeInterval(-86_400), formats),
                    tag: Tag(t("styleguide_late"), .bad)),
                .init(t.label(CaseState.registered), at: Moment(now.addingTimeInterval(-2_000_000), formats), by: "Lò Văn Pấng"),
            ], empty: EmptyState(t("styleguide_none")))
    }

    private var drop: FileDrop {
        FileDrop(
            action: "#", caseID: "018f0000-0000-7000-8000-000000000000",
            kinds: Form(t).select("kind", "styleguide_kind", [Choice("application", t("styleguide_kind_application"))]),
            largest: formats.size(bytes: 2_000_000_000))
    }
}
