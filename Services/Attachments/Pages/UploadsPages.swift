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
        try fields.finish()
        let query = LedgerQuery(group: group, caseID: caseID, after: after.flatMap { UploadID($0.keys[0]) }, limit: Self.limit)
        let lines = try await query.look(context, at: clock.now, in: database)
        let t = renderer.sentences(context.language)
        let shown = Array(lines.prefix(Self.limit))
        let last = lines.count > Self.limit ? shown.last : nil
        let next = last.map { Self.address(group, caseID, after: Cursor($0.upload.id.description).description) }
        let table = PaperTables.ledger(
            shown, PaperKinds(rules, on: clock.today, context.language), t, next: next,
            first: after == nil ? nil : Self.address(group, caseID))
        let model = UploadsPage(table: table, views: Self.views(group, caseID, t))
        return try renderer.page("attachments-uploads", model, title: "uploads_title", context: PageContext(request, context))
    }

    private static func views(_ present: LedgerQuery.Group?, _ caseID: CaseID?, _ t: Sentences) -> Views {
        Views(
            t("uploads_filter"),
            [.init(Link(t("uploads_all"), to: address(nil, caseID)), isPresent: present == nil)]
                + LedgerQuery.Group.allCases.map { group in
                    .init(Link(t("uploads_group_\(group.rawValue)"), to: address(group, caseID)), isPresent: group == present)
                })
    }

    private static func address(_ group: LedgerQuery.Group?, _ caseID: CaseID?, after: String? = nil) -> String {
        Address.of("/uploads", ("state", group?.rawValue), ("case", caseID?.description), ("after", after))
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
