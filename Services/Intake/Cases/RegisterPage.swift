import Directory
import Foundation
import Models
import Pages
import Rules
import ServiceKit

/// What `intake-register.mustache` shows: the register of cases, with what it is narrowed by.
struct RegisterPage: Part {
    /// One more than `page` asks for where there are more.
    let found: [CaseRecord]
    let filter: CaseFilter
    var sorting = CaseSort.usual
    let page: PageRequest
    let form: Form
    /// The title of the organisation, or the name of the province, that it is narrowed to.
    let place: String?
    let mayEnter: Bool
    var mayPrint = false
    var mayImport = false
    /// Those that a client may belong to today.
    var categories: [CategoryRule] = []
    /// What stands around the list.
    var around = Around()
    /// One's own.
    var searches: [SavedSearch] = []
    /// The saved search that is shown.
    var saved: UUID?

    /// The provinces, organisations and helpers that the register can be narrowed to; none where there is nothing to choose.
    struct Around: Equatable, Sendable {
        var provinces: [Province] = []
        var organisations: [Organisation] = []
        var helpers: [KnownHelper] = []
    }

    private var t: Sentences { form.sentences }

    func child(named name: String) -> Any? {
        switch name {
        case "may_enter": mayEnter
        case "may_print": mayPrint
        case "may_import": mayImport
        case "saved": searches.isEmpty ? nil : views
        case "may_save": chosen.isEmpty || saved != nil ? nil : Address.of("/cases/searches", ("query", filter.query))
        case "may_manage": !searches.isEmpty
        case "filters": filters
        case "may_export": !found.isEmpty
        case "exports": exports
        case "table": table
        default: nil
        }
    }

    private var filters: Filters {
        let more: [any FilterField] = [
            form.select(
                "status", "column_state", isRequired: false, prompt: "filter_all",
                CaseState.allCases.map { Choice($0.rawValue, t.label($0)) }),
            form.select(
                "need", "cases_need", isRequired: false, prompt: "filter_all",
                CaseNeed.allCases.map { Choice($0.rawValue, t("case_need_\($0.rawValue)")) }),
            form.select(
                "form", "column_form", isRequired: false, prompt: "filter_all", AidForm.allCases.map { Choice($0.rawValue, t.label($0)) }),
            form.select(
                "field", "column_field", isRequired: false, prompt: "filter_all",
                LegalField.allCases.map { Choice($0.rawValue, t.label($0)) }),
            form.select(
                "category", "cases_category", isRequired: false, prompt: "filter_all",
                categories.map { Choice($0.category.rawValue, $0.title.text(t.language.rawValue)) }),
            form.select(
                "complete", "cases_dossier", isRequired: false, prompt: "filter_all",
                [Choice("true", t("cases_complete")), Choice("false", t("cases_incomplete"))]),
            form.text("age_from", "cases_age_from", isRequired: false, kind: .number, maximum: 4),
            form.text("age_to", "cases_age_to", isRequired: false, kind: .number, maximum: 4),
        ]
        let kept = [
            around.organisations.isEmpty ? filter.organisation.map { HiddenField("organisation", $0.description) } : nil,
            around.provinces.isEmpty ? filter.province.map { HiddenField("province", $0) } : nil,
            around.helpers.isEmpty ? filter.helper.map { HiddenField("helper", $0.description) } : nil,
            filter.open.map { HiddenField("open", String($0)) },
            filter.stalled.map { HiddenField("stalled", String($0)) },
        ].compactMap(\.self)
        return Filters(
            action: "/cases", isSent: true, fields: [form.text("q", "cases_search", isRequired: false, kind: .search, maximum: 200)],
            more: more + places, kept: kept, chosen: chosen)
    }

    /// Whose cases they are.
    private var places: [any FilterField] {
        var fields: [any FilterField] = []
        func select(_ name: String, _ label: String, _ choices: [Choice]) {
            guard !choices.isEmpty else { return }
            fields.append(form.select(name, label, isRequired: false, prompt: "filter_all", choices))
        }
        select("province", "home_province", around.provinces.map { Choice($0.code, $0.name.text(t.language.rawValue)) })
        select("organisation", "home_organisation", around.organisations.map { Choice($0.id.description, $0.title) })
        select("helper", "column_helper", helpers.map { Choice($0.id.description, $0.name) })
        return fields
    }

    /// By name, as every list of helpers has them.
    private var helpers: [KnownHelper] {
        around.helpers.map { (key: NameKey.fold($0.name), helper: $0) }.sorted { $0.key < $1.key }.map(\.helper)
    }

    private var views: Views {
        Views(
            t("searches_title"),
            searches.map { .init(Link($0.name, to: "/cases?saved=\($0.id.text)"), isPresent: $0.id == saved) })
    }

    private var chosen: [Link] {
        var chosen: [Link] = []
        if let text = filter.text { chosen.append(Link("“\(text)”", to: address { $0.forgetText() })) }
        if let state = filter.state { chosen.append(Link(t.label(state), to: address { $0.state = nil })) }
        if let need = filter.need { chosen.append(Link(t("case_need_\(need.rawValue)"), to: address { $0.need = nil })) }
        if let form = filter.form { chosen.append(Link(t.label(form), to: address { $0.form = nil })) }
        if let field = filter.field { chosen.append(Link(t.label(field), to: address { $0.field = nil })) }
        if let category = filter.category {
            let title = categories.first { $0.category == category }?.title.text(t.language.rawValue)
            chosen.append(Link(title ?? category.rawValue, to: address { $0.category = nil }))
        }
        if let complete = filter.isComplete {
            chosen.append(Link(t(complete ? "cases_complete" : "cases_incomplete"), to: address { $0.isComplete = nil }))
        }
        if let least = filter.age.least {
            chosen.append(Link(t("cases_age_at_least", ["days": String(least)]), to: address { $0.age.least = nil }))
        }
        if let most = filter.age.most {
            chosen.append(Link(t("cases_age_at_most", ["days": String(most)]), to: address { $0.age.most = nil }))
        }
        if let open = filter.open { chosen.append(Link(t(open ? "home_open" : "cases_over"), to: address { $0.open = nil })) }
        if let stalled = filter.stalled {
            chosen.append(Link(t(stalled ? "case_stalled" : "cases_moving"), to: address { $0.stalled = nil }))
        }
        if filter.helper != nil {
            // Of a helper without a case here, not even the name is known.
            let name = around.helpers.first { $0.id == filter.helper }?.name ?? found.first?.helper?.name ?? t("column_helper")
            chosen.append(Link(name, to: address { $0.helper = nil }))
        }
        if let place {
            chosen.append(
                Link(
                    place,
                    to: address {
                        $0.organisation = nil
                        $0.province = nil
                    }))
        }
        return chosen
    }

    private var table: Table {
        let shown = found.prefix(page.limit)
        let next = found.count > page.limit ? shown.last.map { CaseRoutes.cursor(CaseSummaryView($0), filter) } : nil
        return Table(
            caption: t("cases_title"), isCaptionHidden: true,
            columns: [
                code, Table.Column(t("column_client")), Table.Column(t("column_form")), Table.Column(t("column_accepted")),
                Table.Column(t("column_helper")), Table.Column(t("column_state")),
            ],
            rows: shown.map(row), empty: empty,
            paging: Paging(
                summary: t.count("cases_count", shown.count), first: page.after == nil ? nil : address(),
                next: next.map { address(after: $0) }))
    }

    /// Codes are given in the order of the entries.
    private var code: Table.Column {
        let head: Table.Sort? = filter.isSearch ? nil : Table.Sort(.entered, of: sorting) { address(sorting: $0) }
        return Table.Column(t("column_code"), sort: head)
    }

    private func row(_ record: CaseRecord) -> [TableCell] {
        [
            .link(record.code, to: "/cases/\(record.id)", detail: record.urgent ? t("case_urgent") : nil), .text(record.clientName),
            .text(t.label(record.form), detail: t.label(record.field)), .moment(Moment(record.acceptedOn, t.formats)),
            record.helper.map { .text($0.name, detail: t.label($0.kind)) } ?? .none,
            .tag(record.lateTag(t) ?? Tag(record.state, t)),
        ]
    }

    private var empty: EmptyState {
        guard chosen.isEmpty else {
            return EmptyState(t("cases_none_found"), text: t("cases_none_found_text"), action: Link(t("filter_all"), to: "/cases"))
        }
        return EmptyState(
            t("cases_empty"), text: t("cases_empty_text"), action: mayEnter ? Link(t("request_new"), to: "/requests/new") : nil)
    }

    private var exports: [Link] {
        CaseExport.Format.allCases.map { Link(t("cases_export_\($0.rawValue)"), to: address(format: $0)) }
    }

    private func address(
        after cursor: Cursor? = nil, format: CaseExport.Format? = nil, sorting: Sorting<CaseSort>? = nil,
        _ change: (inout CaseFilter) -> Void = { _ in }
    ) -> String {
        var filter = filter
        change(&filter)
        var items = filter.parameters
        items.insert((name: "format", value: format?.rawValue), at: 0)
        let sorting = sorting ?? self.sorting
        if format == nil { items.append((name: "sort", value: sorting.text(unless: CaseSort.usual))) }
        items.append((name: "after", value: cursor?.description))
        return Address.of(format == nil ? "/cases" : "/api/v1/cases/export", items)
    }
}
