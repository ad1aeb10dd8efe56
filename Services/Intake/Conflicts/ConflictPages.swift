import Database
import Directory
import HTTPTypes
import Hummingbird
import Models
import Pages
import ServiceKit

/// `/requests/conflicts`: names asked about before anything is registered. Nothing of it is in an address.
struct ConflictPages: Sendable {
    let house: House
    let renderer: PageRenderer
    let directory: Directory
    let check: CheckConflicts

    func add(to router: Router<ServiceContext>) {
        router.get("/requests/conflicts", use: ask)
        router.post("/requests/conflicts", use: answer)
    }

    @Sendable private func ask(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await page(request, context, Form(renderer.sentences(context.language)))
    }

    @Sendable private func answer(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let typed = try await request.form(maximum: 65_536)
        let t = renderer.sentences(context.language)
        do {
            let reader = FieldReader(typed)
            let centre = reader.id("centre", OrganisationID.self)
            let names = reader.text("names", in: 1...5_000).split(separator: "\n").map(String.init)
                .filter { !$0.allSatisfy(\.isWhitespace) }
            if reader.isSound("names"), names.isEmpty || names.count > 50 || names.contains(where: { $0.count > 200 }) {
                reader.fail(
                    "names", code: "too_many", vi: "Tối đa 50 tên, mỗi tên tối đa 200 ký tự.",
                    en: "At most 50 names of at most 200 characters.")
            }
            try reader.finish()
            let found = try await check.found(names, at: centre, for: identity, by: Actor(identity, reference: context.reference))
            return try await page(
                request, context, Form(t, values: typed), found: ConflictTable(parts: found.parts, codes: found.codes, t: t))
        } catch let problem as Problem where !problem.errors.isEmpty {
            return try await page(request, context, Form(t, values: typed, errors: problem.errors), status: .unprocessableContent)
        }
    }

    private func page(
        _ request: Request, _ context: ServiceContext, _ form: Form, found: ConflictTable? = nil, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let identity = try context.require()
        let organisations = try await house.database.transaction(identity.scope) {
            try await directory.receiving(within: identity.scope, in: $0)
        }
        let fields: [any FormPart] = [
            form.select("centre", "request_centre", organisations.map { Choice($0.id.description, $0.title) }),
            form.area("names", "conflict_names", hint: "conflict_names_hint", maximum: 5_000, rows: 5),
        ]
        let model: [String: Any] = [
            "fields": fields, "errors": form.summary(fields) as Any, "table": found?.table as Any, "verdict": found?.verdict as Any,
        ]
        return try renderer.page("intake-conflicts", model, title: "conflict_check_title", request, context, status: status)
    }
}
