import Database
import Hummingbird
import Models
import Pages
import Rules
import ServiceKit

/// `/uploads`: the ledger, so that nobody need ask whether a paper has arrived.
struct UploadsPages: Sendable {
    private static let limit = 50

    let database: Database
    let rules: RulePacks
    let renderer: PageRenderer
    let clock: WallClock

    func add(to router: Router<ServiceContext>) {
        router.get("/uploads") { request, context in try await show(request, context) }
    }

    private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let fields = FieldReader(try request.queryTree(), ignoring: ["notice"])
        let after = fields.page(keys: 1).after
        let group = fields.optionalChoice("state", among: LedgerQuery.Group.allCases.map(\.rawValue)).flatMap(LedgerQuery.Group.init)
        let caseID = fields.optionalID("case", CaseID.self)
        let sorting = fields.sorting(usually: LedgerQuery.usual)
        try fields.finish()
        let query = LedgerQuery(
            group: group, caseID: caseID, sorting: sorting, after: after.flatMap { UploadID($0.keys[0]) }, limit: Self.limit)
        let lines = try await query.look(context, at: clock.now, in: database)
        let t = renderer.sentences(context.language)
        let shown = Array(lines.prefix(Self.limit))
        let last = lines.count > Self.limit ? shown.last : nil
        let next = last.map { Self.address(query, after: Cursor($0.upload.id.description).description) }
        let table = PaperTables.ledger(
            shown, PaperKinds(rules, on: clock.today, context.language), t, next: next,
            first: after == nil ? nil : Self.address(query), begun: Table.Sort(.begun, of: sorting) { Self.address(query, sorting: $0) })
        let model = UploadsPage(table: table, views: Self.views(query, t))
        return try renderer.page("attachments-uploads", model, title: "uploads_title", context: PageContext(request, context))
    }

    private static func views(_ query: LedgerQuery, _ t: Sentences) -> Views {
        func view(_ label: String, _ group: LedgerQuery.Group?) -> Views.Entry {
            var shown = query
            shown.group = group
            return .init(Link(t(label), to: address(shown)), isPresent: group == query.group)
        }
        return Views(
            t("uploads_filter"),
            [view("uploads_all", nil)] + LedgerQuery.Group.allCases.map { view("uploads_group_\($0.rawValue)", $0) })
    }

    private static func address(_ query: LedgerQuery, sorting: Sorting<LedgerQuery.Sort>? = nil, after: String? = nil) -> String {
        let sorting = sorting ?? query.sorting
        return Address.of(
            "/uploads", ("state", query.group?.rawValue), ("case", query.caseID?.description),
            ("sort", sorting.text(unless: LedgerQuery.usual)), ("after", after))
    }
}

/// What `attachments-uploads.mustache` reads.
struct UploadsPage: Part {
    let table: Table
    let views: Views

    func child(named name: String) -> Any? {
        switch name {
        case "table": table
        case "views": views
        default: nil
        }
    }
}
