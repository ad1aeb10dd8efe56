import Hummingbird
import Models
import ServiceKit

/// The JSON API of the people whom a case names.
struct PartyRoutes: Sendable {
    let house: House
    let work: WorkDesk
    let parties: PartyStore
    let addParty: AddParty

    func add(to router: Router<ServiceContext>) {
        router.get("/api/v1/cases/{id}/parties", use: list)
        router.post("/api/v1/cases/{id}/parties", use: post)
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let found = try await work.read(context, part: "parties") { try await parties.list(of: $0.request, in: $1) }.found
        return try .json(["items": found.map { $0.seen(by: identity) }])
    }

    @Sendable private func post(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let draft = try PartyDraft(try await request.json(maximum: 65_536), today: house.clock.today)
        return try await work.change(request, context) { change in
            let id = try addParty(draft, on: change.record, by: change.actor, in: change.transaction)
            return try .json(["id": id.text, "role": draft.role.rawValue], status: .created)
        }
    }
}
