import Models
import Pages
import Rules
import ServiceKit

/// What `assignment-organisations.mustache` shows.
struct OrganisationListPage: Part {
    let page: Page<OrganisationView>
    let filter: OrganisationFilter
    let mayEnter: Bool
    let provinces: Provinces
    let t: Sentences

    func child(named name: String) -> Any? {
        switch name {
        case "may_enter": mayEnter
        case "list": list
        default: nil
        }
    }

    private var list: Table {
        Table(
            caption: t("organisations_title"), isCaptionHidden: true,
            columns: [
                column("organisations_name", .name), column("organisations_kind", .kind), column("organisations_code", .code),
                column("organisations_province", .province), Table.Column(t("organisations_email")),
            ],
            rows: page.items.map { row($0.organisation) }, empty: EmptyState(t("organisations_none")),
            paging: Paging(
                summary: t.count("organisations_count", page.items.count), first: filter.page.after == nil ? nil : address(filter),
                next: page.next.map { address(filter, after: $0) }))
    }

    private func column(_ label: String, _ sort: OrganisationSort) -> Table.Column {
        let head = Table.Sort(sort, of: filter.sorting) { sorting in
            var filter = filter
            filter.sorting = sorting
            return address(filter)
        }
        return Table.Column(t(label), sort: head)
    }

    private func address(_ filter: OrganisationFilter, after cursor: Cursor? = nil) -> String {
        Address.of(
            "/organisations", ("kind", filter.kind?.rawValue), ("province", filter.province), ("parent", filter.parent?.description),
            ("sort", filter.sorted), ("after", cursor?.description))
    }

    private func row(_ organisation: Organisation) -> [TableCell] {
        let language = t.language.rawValue
        return [
            .link(
                organisation.title, to: "/helpers?organisation=\(organisation.id)",
                detail: organisation.active ? nil : t("organisations_closed")),
            .text(t.label(organisation.kind)), .text(organisation.code),
            .text(provinces[organisation.province]?.name.text(language) ?? organisation.province),
            organisation.email.map { .text($0) } ?? .none,
        ]
    }
}

/// What `assignment-organisation-form.mustache` shows.
struct OrganisationFormPage: Part {
    let form: Form
    let centres: [Organisation]
    let kinds: [OrganisationKind]
    let provinces: Provinces

    func child(named name: String) -> Any? {
        switch name {
        case "errors": form.summary(fields)
        case "fields": fields
        default: nil
        }
    }

    private var fields: [any FormPart] {
        let t = form.sentences
        return [
            form.radios("kind", "organisations_kind", kinds.map { Choice($0.rawValue, t.label($0)) }),
            form.select(
                "parent", "organisations_parent", hint: "organisations_parent_hint", isRequired: false,
                centres.map { Choice($0.id.description, $0.title) }),
            form.select("province", "organisations_province", provinces.all.map { Choice($0.code, $0.name.text(t.language.rawValue)) }),
            form.text("name", "organisations_name", maximum: 200),
            form.text("code", "organisations_code", hint: "organisations_code_hint", width: .short, maximum: 12),
            form.text("email", "organisations_email", isRequired: false, kind: .email, width: .half, maximum: 254),
        ]
    }
}
