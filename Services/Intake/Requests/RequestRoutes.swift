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
    let searches: SearchHandles

    private static let largestBody = 65_536

    func add(to router: Router<ServiceContext>) {
        router.post("/api/v1/requests", use: post)
        router.get("/api/v1/requests", use: list)
        router.get("/api/v1/requests/{id}", use: get)
        for action in RequestAction.allCases {
            router.post(RouterPath("/api/v1/requests/{id}/\(action.rawValue)")) { request, context in
                try await answer(action, request, context)
            }
        }
    }

    @Sendable private func post(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let body = try await request.json(maximum: Self.largestBody)
        var draft = try RequestDraft(body, limits: RequestDraft.Limits(rules: house.rules, now: house.clock.now))
        if draft.accept, !identity.may(.decideRequests) { throw Problem.forbidden() }
        // A program that enters what came earlier carries over what a register took in when it came, unless it says otherwise.
        if draft.accept { draft.acceptedOn = draft.acceptedOn ?? draft.receivedAt.map(LegalDate.init) }
        return try await context.idempotent(request, house.database, identity.scope) { transaction in
            let outcome = try await receive(draft, by: Actor(identity, reference: context.reference), in: transaction)
            return try .json(
                ReceivedRequestView(outcome), status: .created, etag: ETag(version: 1), location: "/api/v1/requests/\(outcome.request.id)")
        }
    }

    /// The filter of a list, from its query: `status`, `form`, `q`, `late` (received and not answered in time).
    static func filter(_ reader: FieldReader, rules: RulePacks, now: Date) -> RequestFilter {
        let asked = SearchHandles.asked(reader)
        var filter = RequestFilter(
            state: reader.optionalChoice("status", RequestState.self), form: reader.optionalChoice("form", AidForm.self),
            text: asked.text, handle: asked.handle)
        if reader.optionalBool("late") == true {
            filter.state = .received
            filter.receivedBefore = rules.deadlines(on: LegalDate(now))[.requestAnswer].lateBefore(now, in: rules.calendar)
        }
        return filter
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let reader = FieldReader(try request.queryTree())
        var filter = Self.filter(reader, rules: house.rules, now: house.clock.now)
        let page = reader.page(keys: 2)
        try reader.finish()
        try await searches.resolve(&filter, for: identity)
        let found = try await view.list(filter, page, for: identity, by: Actor(identity, reference: context.reference))
        return try .json(Page(found.map(RequestSummaryView.init), page) { Cursor(Cursor.key($0.receivedAt), $0.id.description) })
    }

    @Sendable private func get(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let seen = try await view.whole(try context.id("id"), for: identity, by: Actor(identity, reference: context.reference))
        return try .json(
            RequestView(seen.file, for: identity, people: seen.people, arrival: seen.arrival, departure: seen.departure),
            etag: ETag(version: seen.file.record.version))
    }

    /// Locks the request, decides on it where the caller has seen its present version, and answers what it has become.
    private func answer(_ action: RequestAction, _ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let id = try context.id("id", RequestID.self)
        let actor = Actor(identity, reference: context.reference)
        let body =
            action == .accept
            ? try await request.optionalJSON(maximum: Self.largestBody) : try await request.json(maximum: Self.largestBody)
        let decision = try RequestDecision(action, body, rules: house.rules, today: house.clock.today)
        let scope = try await decide.scope(of: decision, on: id, for: identity, in: house.database)
        return try await context.idempotent(request, house.database, scope) { transaction in
            guard let record = try await requests.find(id, locked: true, in: transaction) else { throw Problem.notFound() }
            try request.requireMatch(version: record.version)
            _ = try await decide(decision, on: record, by: actor, in: transaction)
            let changed = try await view.file(id, withDuplicates: decision.receiver == nil, in: transaction)
            return try .json(RequestView(changed, for: identity), etag: ETag(version: changed.record.version))
        }
    }
}
