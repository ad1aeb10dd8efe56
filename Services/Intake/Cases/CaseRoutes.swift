import Database
import Foundation
import Hummingbird
import Models
import Rules
import ServiceKit

/// The JSON API of cases.
struct CaseRoutes: Sendable {
    let house: House
    let desk: CaseDesk
    let progress: RecordProgress
    let end: EndCase
    let export: CaseExport
    let handDossierOver: HandDossierOver
    let searches: SearchHandles

    private static let largestBody = 65_536

    func add(to router: Router<ServiceContext>) {
        router.get("/api/v1/cases", use: list)
        router.get("/api/v1/cases/export", use: takeAway)
        router.get("/api/v1/cases/{id}", use: get)
        router.get("/api/v1/cases/{id}/timeline", use: history)
        router.post("/api/v1/cases/{id}/progress", use: recordProgress)
        router.post("/api/v1/cases/{id}/completion", use: finish)
        router.post("/api/v1/cases/{id}/stop", use: stop)
        router.post("/api/v1/cases/{id}/handover", use: handOver)
    }

    /// The filter of a list, from its query.
    static func filter(_ reader: FieldReader, rules: RulePacks, today: LegalDate) -> CaseFilter {
        let asked = SearchHandles.asked(reader)
        var filter = CaseFilter(
            text: asked.text, handle: asked.handle, state: reader.optionalChoice("status", CaseState.self),
            form: reader.optionalChoice("form", AidForm.self), field: reader.optionalChoice("field", LegalField.self),
            category: reader.optionalChoice("category", among: rules.eligibility(on: today).categories.map(\.category.rawValue))
                .map { Models.Category(rawValue: $0) },
            isComplete: reader.optionalBool("complete"), helper: reader.optionalID("helper", HelperID.self),
            organisation: reader.optionalID("organisation", OrganisationID.self), province: reader.optionalString("province", in: 2...2),
            stalled: reader.optionalBool("stalled"), open: reader.optionalBool("open"), need: reader.optionalChoice("need", CaseNeed.self))
        let age = CaseAge(least: reader.optionalInt("age_from", in: 0...5_000), most: reader.optionalInt("age_to", in: 0...5_000))
        filter.narrow(toAge: age, on: today, by: rules.calendar)
        return filter
    }

    /// Where the next part of a list begins after `record`.
    static func cursor(_ record: CaseSummaryView, _ filter: CaseFilter) -> Cursor {
        let typed = filter.text.map { SearchWords($0).areTyped(in: record) } ?? false
        return Cursor(typed ? "1" : "0", Cursor.key(record.registeredAt), record.id.description)
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let reader = FieldReader(try request.queryTree())
        var filter = Self.filter(reader, rules: house.rules, today: house.clock.today)
        let page = reader.page(keys: 3)
        try reader.finish()
        try await searches.resolve(&filter, for: identity)
        let found = try await desk.list(filter, page, by: Looker(identity: identity, reference: context.reference))
        return try .json(Page(found.map(CaseSummaryView.init), page) { Self.cursor($0, filter) })
    }

    /// All that a list shows, as a file.
    @Sendable private func takeAway(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let reader = FieldReader(try request.queryTree())
        var filter = Self.filter(reader, rules: house.rules, today: house.clock.today)
        let format = reader.choice("format", CaseExport.Format.self)
        try reader.finish()
        try await searches.resolve(&filter, for: identity)
        return try await export(filter, as: format, for: identity, by: Actor(identity, reference: context.reference), in: context.language)
    }

    @Sendable private func get(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let file = try await desk.view(try context.id("id"), for: identity, by: Actor(identity, reference: context.reference))
        return try .json(CaseView(file, house.rules, for: identity), etag: ETag(version: file.record.version))
    }

    @Sendable private func history(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let entries = try await desk.history(of: try context.id("id"), for: identity, by: Actor(identity, reference: context.reference))
        return try .json(Page(items: entries, next: nil))
    }

    @Sendable private func recordProgress(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let body = try await request.json(maximum: Self.largestBody)
        let identity = try context.require()
        return try await change(request, context) { record, actor, transaction in
            let entry = try RecordProgress.Entry(body, of: record, rules: house.rules, today: house.clock.today)
            let id = try await progress(entry, on: record, by: actor, for: identity, in: transaction)
            return try .json(["id": id.text], status: .created)
        }
    }

    @Sendable private func finish(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let body = try await request.json(maximum: Self.largestBody)
        let mayWaive = try context.require().leads
        return try await change(request, context) { record, actor, transaction in
            let ending = try EndCase.Ending.completion(body, of: record, rules: house.rules, today: house.clock.today)
            try await end.finish(record, ending, by: actor, mayWaive: mayWaive, in: transaction)
            return try await answer(record.id, in: transaction)
        }
    }

    @Sendable private func stop(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let body = try await request.json(maximum: Self.largestBody)
        return try await change(request, context) { record, actor, transaction in
            let ending = try EndCase.Ending.stop(body, of: record, rules: house.rules, today: house.clock.today)
            try await end.stop(record, ending, by: actor, in: transaction)
            return try await answer(record.id, in: transaction)
        }
    }

    @Sendable private func handOver(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let body = try await request.optionalJSON(maximum: Self.largestBody)
        let mayWaive = try context.require().leads
        return try await change(request, context) { record, actor, transaction in
            try handDossierOver.words.check(record, .handOver)
            let handover = try NewHandover(body, of: record, by: actor, today: house.clock.today)
            try await handDossierOver(handover, of: record, by: actor, mayWaive: mayWaive, in: transaction)
            return try await answer(record.id, in: transaction)
        }
    }

    private func answer(_ id: CaseID, in transaction: Transaction) async throws -> Response {
        guard let record = try await desk.cases.find(id, in: transaction) else { throw Problem.notFound() }
        return try .json(CaseSummaryView(record), etag: ETag(version: record.version))
    }

    /// Locks the case and lets `apply` change it; `If-Match` may be left out, a stale one gets 412.
    private func change(
        _ request: Request, _ context: ServiceContext, _ apply: (CaseRecord, Actor, Transaction) async throws -> Response
    ) async throws -> Response {
        let identity = try context.require()
        let id = try context.id("id", CaseID.self)
        let actor = Actor(identity, reference: context.reference)
        try await desk.announce(id, for: identity)
        return try await context.idempotent(request, house.database, identity.scope) { transaction in
            let record = try await desk.open(id, for: identity, in: transaction)
            try request.checkMatch(version: record.version)
            return try await apply(record, actor, transaction)
        }
    }
}
