import Foundation
import Models
import Pages
import ServiceKit

/// What `assignment-helpers.mustache` shows: the search and what it found.
struct HelperListPage: Part {
    let page: Page<HelperView>
    let filter: HelperFilter
    let mayEnter: Bool
    let form: Form

    private var t: Sentences { form.sentences }

    func child(named name: String) -> Any? {
        switch name {
        case "may_enter": mayEnter
        case "filters": filters
        case "list": list
        default: nil
        }
    }

    private var filters: Filters {
        let more: [any FilterField] = [
            form.select(
                "kind", "helpers_kind", isRequired: false, prompt: "filter_all",
                HelperKind.allCases.map { Choice($0.rawValue, t.label($0)) }),
            form.select(
                "active", "helpers_state", isRequired: false, prompt: "filter_all",
                [Choice("true", t("helpers_working")), Choice("false", t("helpers_inactive"))]),
        ]
        var chosen: [Link] = []
        if let name = filter.name { chosen.append(Link("“\(name)”", to: address { $0.name = nil })) }
        if let kind = filter.kind { chosen.append(Link(t.label(kind), to: address { $0.kind = nil })) }
        if let active = filter.active {
            chosen.append(Link(t(active ? "helpers_working" : "helpers_inactive"), to: address { $0.active = nil }))
        }
        let kept = [
            filter.organisation.map { HiddenField("organisation", $0.description) }, filter.sorted.map { HiddenField("sort", $0) },
        ].compactMap(\.self)
        if filter.organisation != nil { chosen.append(Link(t("helpers_one_organisation"), to: address { $0.organisation = nil })) }
        return Filters(
            action: "/helpers", fields: [form.suggest("q", "helpers_search", isRequired: false, from: "/api/v1/helpers")], more: more,
            kept: kept, chosen: chosen)
    }

    private var list: Table {
        Table(
            caption: t("helpers_title"), isCaptionHidden: true,
            columns: [
                column("helpers_name", .name), column("helpers_kind", .kind), column("helpers_organisation", .organisation),
                column("helpers_load", .points, isNumber: true), column("helpers_cases", .cases, isNumber: true),
                Table.Column(t("helpers_state")),
            ],
            rows: page.items.map { row($0.helper) }, empty: EmptyState(t("helpers_none"), text: t("helpers_none_text")),
            paging: Paging(
                summary: t.count("helpers_count", page.items.count), first: filter.page.after == nil ? nil : address(),
                next: page.next.map { address(after: $0) }))
    }

    private func column(_ label: String, _ sort: HelperSort, isNumber: Bool = false) -> Table.Column {
        Table.Column(
            t(label), isNumber: isNumber, sort: Table.Sort(sort, of: filter.sorting) { sorting in address { $0.sorting = sorting } })
    }

    private func row(_ helper: Helper) -> [TableCell] {
        [
            .link(helper.name, to: "/helpers/\(helper.id)"), .text(t.label(helper.kind)), .text(helper.organisationTitle),
            .number(t.formats.number(helper.points, places: 1)), .number(t.formats.number(helper.openCases)), .tag(helper.tag(t)),
        ]
    }

    private func address(after cursor: Cursor? = nil, _ change: (inout HelperFilter) -> Void = { _ in }) -> String {
        var filter = filter
        change(&filter)
        return Address.of(
            "/helpers", ("q", filter.name), ("kind", filter.kind?.rawValue), ("organisation", filter.organisation?.description),
            ("active", filter.active.map { String($0) }), ("sort", filter.sorted),
            ("after", cursor?.description))
    }
}

extension Helper {
    /// Whether the helper can be given cases today, in words.
    func tag(_ t: Sentences) -> Tag {
        if !active { return Tag(t("helpers_inactive"), .quiet) }
        return isAbsentToday ? Tag(t("helpers_absent"), .attention) : Tag(t("helpers_present"), .good)
    }
}
