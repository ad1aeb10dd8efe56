import Database
import Foundation
import Hummingbird
import Models
import Outbox
import Rules
import ServiceKit

/// The JSON API of requests.
struct RequestRoutes: Sendable {
    let house: House
    let requests: RequestStore
    let view: ViewRequest
    let receive: ReceiveRequest
    let decide: DecideRequest

    private static let largestBody = 65_536

    func add(to router: Router<ServiceContext>) {
        router.post("/api/v1/requests", use: post)
        router.get("/api/v1/requests", use: list)
        router.get("/api/v1/requests/{id}", use: get)
        router.post("/api/v1/requests/{id}/acceptance", use: accept)
        router.post("/api/v1/requests/{id}/supplement", use: askSupplement)
        router.post("/api/v1/requests/{id}/refusal", use: refuse)
        router.post("/api/v1/requests/{id}/transfer", use: transfer)
    }

    @Sendable private func post(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let body = try await request.json(maximum: Self.largestBody)
        let draft = try RequestDraft(body, limits: RequestDraft.Limits(rules: house.rules, now: house.clock.now))
        if draft.accept, !identity.may(.decideRequests) { throw Problem.forbidden() }
        return try await context.idempotent(request, house.database, identity.scope) { transaction in
            let outcome = try await receive(draft, by: Actor(identity, reference: context.reference), in: transaction)
            return try .json(
                ReceivedRequestView(outcome), status: .created, etag: ETag(version: 1), location: "/api/v1/requests/\(outcome.request.id)")
        }
    }

    /// The filter of a list, from its query: `status`, `form`, `q`, `late` (received and not answered in time).
    static func filter(_ reader: FieldReader, rules: RulePacks, now: Date) -> RequestFilter {
        var filter = RequestFilter(
            state: reader.optionalChoice("status", RequestState.self), form: reader.optionalChoice("form", AidForm.self),
            text: reader.optionalString("q", in: 1...200))
        if reader.optionalBool("late") == true {
            filter.state = .received
            filter.receivedBefore = rules.deadlines(on: LegalDate(now))[.requestAnswer].lateBefore(now, in: rules.calendar)
        }
        return filter
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let reader = FieldReader(try request.queryTree())
        let filter = Self.filter(reader, rules: house.rules, now: house.clock.now)
        let page = reader.page(keys: 2)
        try reader.finish()
        let found = try await view.list(filter, page, for: identity, by: Actor(identity, reference: context.reference))
        return try .json(Page(found.map(RequestSummaryView.init), page) { Cursor(Cursor.key($0.receivedAt), $0.id.description) })
    }

    @Sendable private func get(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let file = try await view(try context.id("id"), for: identity, by: Actor(identity, reference: context.reference))
        return try .json(RequestView(file), etag: ETag(version: file.record.version))
    }

    @Sendable private func accept(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let reader = FieldReader(try await request.optionalJSON(maximum: Self.largestBody))
        let note = reader.optionalText("note")
        try reader.finish()
        return try await change(request, context) { record, actor, transaction in
            _ = try await decide.accept(record, note: note, by: actor, in: transaction)
        }
    }

    @Sendable private func askSupplement(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let reader = FieldReader(try await request.json(maximum: Self.largestBody))
        let note = reader.text("note")
        try reader.finish()
        return try await change(request, context) { try decide.askSupplement($0, note: note, by: $1, in: $2) }
    }

    @Sendable private func refuse(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let grounds = house.rules.refusalReasons(on: house.clock.today).all.map(\.key)
        let (reason, note) = try await ground(request, among: grounds)
        return try await change(request, context) { try decide.refuse($0, reason: reason, note: note, by: $1, in: $2) }
    }

    @Sendable private func transfer(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let grounds = house.rules.transferReasons(on: house.clock.today).all.map(\.key)
        let (reason, note) = try await ground(request, among: grounds)
        return try await change(request, context) { try decide.transfer($0, reason: reason, note: note, by: $1, in: $2) }
    }

    private func ground(_ request: Request, among grounds: [String]) async throws -> (reason: String, note: String?) {
        let reader = FieldReader(try await request.json(maximum: Self.largestBody))
        let reason = reader.choice("reason", among: grounds)
        let note = reader.optionalText("note")
        try reader.finish()
        return (reason, note)
    }

    /// Locks the request, lets `apply` change it where the caller has seen its present version, and answers what it has become.
    private func change(
        _ request: Request, _ context: ServiceContext, _ apply: (RequestRecord, Actor, Transaction) async throws -> Void
    ) async throws -> Response {
        let identity = try context.require()
        let id = try context.id("id", RequestID.self)
        let actor = Actor(identity, reference: context.reference)
        return try await context.idempotent(request, house.database, identity.scope) { transaction in
            guard let record = try await requests.find(id, locked: true, in: transaction) else { throw Problem.notFound() }
            try request.requireMatch(version: record.version)
            try await apply(record, actor, transaction)
            let changed = try await view.file(id, in: transaction)
            return try .json(RequestView(changed), etag: ETag(version: changed.record.version))
        }
    }
}
