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
        case "search": search
        case "organisation": filter.organisation?.description
        case "list": list
        default: nil
        }
    }

    private var search: [any FormPart] {
        [
            form.text("q", "helpers_search", hint: "helpers_search_hint", isRequired: false, kind: .search, width: .half, maximum: 200),
            form.select(
                "kind", "helpers_kind", isRequired: false, prompt: "helpers_all_kinds",
                HelperKind.allCases.map { Choice($0.rawValue, t.label($0)) }),
        ]
    }

    private var list: Table {
        Table(
            caption: t("helpers_title"), isCaptionHidden: true,
            columns: [
                Table.Column(t("helpers_name")), Table.Column(t("helpers_kind")), Table.Column(t("helpers_organisation")),
                Table.Column(t("helpers_load"), isNumber: true), Table.Column(t("helpers_cases"), isNumber: true),
                Table.Column(t("helpers_state")),
            ],
            rows: page.items.map { row($0.helper) }, empty: EmptyState(t("helpers_none"), text: t("helpers_none_text")),
            paging: Paging(
                summary: t.count("helpers_count", page.items.count), first: filter.page.after == nil ? nil : address(after: nil),
                next: page.next.map { address(after: $0) }))
    }

    private func row(_ helper: Helper) -> [TableCell] {
        [
            .link(helper.name, to: "/helpers/\(helper.id)"), .text(t.label(helper.kind)), .text(helper.organisationTitle),
            .number(t.formats.number(helper.points, places: 1)), .number(t.formats.number(helper.openCases)), .tag(helper.tag(t)),
        ]
    }

    private func address(after cursor: Cursor?) -> String {
        Address.of(
            "/helpers", ("q", filter.name), ("kind", filter.kind?.rawValue), ("organisation", filter.organisation?.description),
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
