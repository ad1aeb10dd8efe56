import Database
import Directory
import HTTPTypes
import Hummingbird
import Models
import Pages
import ServiceKit
import SheetImports

/// `/cases/import` for those who keep a centre's register: a file of an older one in, its columns named, every line looked at, and only then the
/// cases.
struct ImportPages: Sendable {
    let house: House
    let renderer: PageRenderer
    let directory: Directory
    let keep: KeepImport
    let desk: ImportDesk

    func add(to router: Router<ServiceContext>) {
        router.get("/cases/import", use: start)
        router.post("/cases/import", use: take)
        router.get("/cases/import/{import}", use: look)
        router.post("/cases/import/{import}/columns", use: map)
        router.post("/cases/import/{import}/confirmation", use: confirm)
        router.post("/cases/import/{import}/removal", use: remove)
        router.get("/cases/import/{import}/report", use: report)
    }

    @Sendable private func start(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await startPage(.null, [], request, context)
    }

    private func startPage(_ typed: JSONValue, _ errors: [FieldError], _ request: Request, _ context: ServiceContext) async throws
        -> Response
    {
        let identity = try context.require()
        let reader = FieldReader(errors.isEmpty ? try request.queryTree() : .object([:]), ignoring: ["notice"])
        let page = reader.page(keys: 2)
        try reader.finish()
        let files = try await desk.list(page, for: identity)
        let places = try await house.database.transaction(identity.scope) { try await directory.receiving(within: identity.scope, in: $0) }
        let model = ImportStartPage(
            form: Form(renderer.sentences(context.language), values: typed, errors: errors), places: places, files: files, page: page)
        return try renderer.page(
            "intake-import", model, title: "register_import_title", request, context, status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    @Sendable private func take(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        var organisation = identity.organisation
        do {
            let file = try await ImportFault(renderer: renderer)() {
                let (chosen, name, bytes) = try await sent(request)
                organisation = chosen ?? organisation
                guard let organisation else { throw Problem.validation([FieldError("/organisation", .required)]) }
                return try await keep.take(bytes, named: name, for: organisation, by: identity, reference: context.reference).file
            }
            return renderer.redirect(to: "/cases/import/\(file.id)")
        } catch let problem as Problem where !problem.errors.isEmpty {
            let typed = JSONValue.object(["organisation": organisation.map { .field($0.description) } ?? .null])
            return try await startPage(typed, problem.errors, request, context)
        }
    }

    /// What the form holds: where the file belongs, and the file. Throws 422 where none was chosen, 413 where it is too large.
    private func sent(_ request: Request) async throws -> (OrganisationID?, String, [UInt8]) {
        let reader = try MultipartReader(request)
        var organisation: OrganisationID?
        while let part = try await reader.nextPart() {
            if part.name == "organisation" { organisation = OrganisationID(try await reader.text()) }
            guard part.name == "file", let name = part.filename, !name.isEmpty else { continue }
            return (organisation, SentName.shown(name), try await reader.bytes(maximum: ImportSheet.largest))
        }
        throw Problem.validation([FieldError("/file", .required)])
    }

    @Sendable private func look(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await page([], .null, request, context)
    }

    private func page(_ errors: [FieldError], _ typed: JSONValue, _ request: Request, _ context: ServiceContext) async throws -> Response {
        let filter = errors.isEmpty ? try ImportFilter.read(try request.queryTree()) : ImportFilter()
        let found = try await desk.lines(
            of: try context.id("import"), filter.show, after: filter.after, limit: ImportFilter.limit + 1, context)
        let model = ImportPage(
            look: found.look, lines: found.lines, filter: filter,
            form: Form(renderer.sentences(context.language), values: typed, errors: errors))
        var response = try renderer.page(
            "intake-import-look", model, title: "register_import_title", request, context,
            status: errors.isEmpty ? .ok : .unprocessableContent)
        // Works without scripts: the browser asks again until it is done.
        if found.look.file.state.isAtWork, let refresh = HTTPField.Name("Refresh") { response.headers[refresh] = "2" }
        return response
    }

    @Sendable private func map(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let typed = try await request.form(maximum: 65_536)
        do {
            return try await desk.change(request, context, key: typed.formKey) { file, actor, transaction in
                try typed.checkSeen(file.version)
                let columns = file.headings.indices.map { typed["columns"]?.at($0) ?? .null }
                try await keep.map(
                    try KeepImport.columns(.object(["columns": .array(columns)]), of: file), of: file, by: actor, in: transaction)
                return renderer.redirect(to: "/cases/import/\(file.id)")
            }
        } catch let problem as Problem where !problem.errors.isEmpty {
            return try await page(problem.errors, typed, request, context)
        }
    }

    @Sendable private func confirm(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let typed = try await request.form(maximum: 4_096)
        return try await desk.change(request, context, key: typed.formKey) { file, actor, transaction in
            try typed.checkSeen(file.version)
            try await keep.confirm(file, by: actor, in: transaction)
            return renderer.redirect(to: "/cases/import/\(file.id)")
        }
    }

    @Sendable private func remove(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let typed = try await request.form(maximum: 4_096)
        return try await desk.change(request, context, key: typed.formKey) { file, actor, transaction in
            try typed.checkSeen(file.version)
            try keep.remove(file, by: actor, in: transaction)
            return renderer.redirect(to: "/cases/import", notice: "notice_register_import_removed")
        }
    }

    @Sendable private func report(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await ImportReport.answer(request, context, desk, renderer)
    }
}

extension JSONValue {
    /// An element of a posted list, whose names are numbers.
    fileprivate func at(_ index: Int) -> JSONValue? {
        if case .array(let elements) = self { return elements.indices.contains(index) ? elements[index] : nil }
        return self[String(index)]
    }
}
