import Hummingbird
import Models
import ServiceKit

/// The JSON API of the people whom a case names.
struct PartyRoutes: Sendable {
    let house: House
    let work: WorkDesk
    let parties: PartyStore
    let corrections: PartyCorrectionStore
    let addParty: AddParty
    let correct: CorrectParty

    func add(to router: Router<ServiceContext>) {
        router.get("/api/v1/cases/{id}/parties", use: list)
        router.post("/api/v1/cases/{id}/parties", use: post)
        router.post("/api/v1/cases/{id}/parties/{party}/correction", use: amend)
        router.post("/api/v1/cases/{id}/parties/{party}/withdrawal", use: takeOut)
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let found = try await work.read(context, part: "parties") { try await NamedPeople(of: $0, parties, corrections, in: $1) }.found
        return try .json(found.seen(by: identity))
    }

    @Sendable private func post(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let draft = try PartyDraft(try await request.json(maximum: 65_536), today: house.clock.today)
        return try await work.change(request, context) { change in
            let id = try addParty(draft, on: change.record, by: change.actor, in: change.transaction)
            return try .json(["id": id.text, "role": draft.role.rawValue], status: .created)
        }
    }

    @Sendable private func amend(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let body = try await request.json(maximum: 65_536)
        return try await change(request, context) { party, change in
            let draft = try PartyCorrectionDraft(body, today: house.clock.today)
            let made = try correct(draft, of: party, on: change.record, by: change.actor, in: change.transaction)
            return try .json(["items": made.map { $0.seen(by: change.identity) }], status: .created)
        }
    }

    @Sendable private func takeOut(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let body = try await request.json(maximum: 65_536)
        return try await change(request, context) { party, change in
            let reason = try PartyCorrectionDraft.reason(body)
            let made = try correct.takeOut(party, because: reason, of: change.record, by: change.actor, in: change.transaction)
            return try .json(["items": made.map { $0.seen(by: change.identity) }])
        }
    }

    private func change(
        _ request: Request, _ context: ServiceContext, _ body: (Party, WorkDesk.Change) async throws -> Response
    ) async throws -> Response {
        let id = try context.uuid("party")
        return try await work.change(request, context) { change in
            guard let party = try await parties.find(id, of: change.record.request, in: change.transaction) else {
                throw Problem.notFound()
            }
            try request.checkMatch(version: change.record.version)
            return try await body(party, change)
        }
    }
}
