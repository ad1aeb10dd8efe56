import Foundation
import Models
import ServiceKit

/// Views, filters, tables full and empty, facts, events, papers, and a panel whose service is down.
struct ListsGuide: Part {
    let t: Sentences
    let now: Date

    func child(named name: String) -> Any? {
        switch name {
        case "views": views
        case "filters": filters
        case "register": register
        case "empty_register": emptyRegister
        case "facts": facts
        case "overview": overview
        case "events": events
        case "drop": drop
        case "panel_down": Fragment("/styleguide/no-such-panel", label: t("styleguide_panel"))
        default: nil
        }
    }

    /// A panel of the home page.
    private var overview: Overview {
        Overview(
            t("styleguide_overview"),
            figures: [
                Figure(t.formats.number(1_204), t("styleguide_open_cases"), href: "/cases", tone: .info),
                Figure(t.formats.number(2), t("styleguide_stalled_cases"), href: "/cases?stalled=true", tone: .bad),
            ],
            progress: [
                ProgressBar(t("styleguide_dossier"), done: 4, of: 7, words: t("styleguide_dossier_words", ["done": "4", "total": "7"]))
            ],
            more: Link(t("styleguide_register"), to: "/cases"), hint: t("styleguide_notice_warning_text"))
    }

    private var views: Views {
        let states: [CaseState] = [.registered, .underWay, .finished]
        return Views(
            t("styleguide_register"),
            [Views.Entry(Link(t("filter_all"), to: "?"), isPresent: true)]
                + states.map { Views.Entry(Link(t.label($0), to: "?status=\($0.rawValue)"), isPresent: false) })
    }

    private var filters: Filters {
        let form = Form(t, values: ["q": "Nguyễn", "field": "criminal"])
        return Filters(
            action: "/styleguide/lists",
            fields: [
                form.text("q", "styleguide_client_name", kind: .search),
                form.select("field", "styleguide_field", LegalField.allCases.map { Choice($0.rawValue, t.label($0)) }),
            ],
            more: [
                form.select("state", "styleguide_state", prompt: "filter_all", CaseState.allCases.map { Choice($0.rawValue, t.label($0)) }),
                form.date("from", "styleguide_registered"),
            ],
            kept: [HiddenField("sort", "code")],
            chosen: [Link("“Nguyễn”", to: "?field=criminal"), Link(t.label(LegalField.criminal), to: "?q=Nguyễn")])
    }

    private var columns: [Table.Column] {
        [
            Table.Column(t("styleguide_code"), sort: Table.Sort(href: "?sort=code", ascending: false)),
            Table.Column(t("styleguide_client_name"), sort: Table.Sort(href: "?sort=client")), Table.Column(t("styleguide_field")),
            Table.Column(t("styleguide_helper")), Table.Column(t("styleguide_registered"), sort: Table.Sort(href: "?sort=registered")),
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
            helper.map { .text($0) } ?? .none, .moment(Moment(LegalDate(now).adding(days: -days), t.formats)),
            .number(t.formats.number(days)), .tag(Tag(state, t)),
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
            .init(t("styleguide_registered"), .moment(Moment(now, t.formats))),
            .init(t("styleguide_phone"), nil),
        ])
    }

    private var events: Timeline {
        let formats = t.formats
        return Timeline(
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
            largest: t.formats.size(bytes: 2 << 30))
    }
}
