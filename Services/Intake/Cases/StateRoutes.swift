import Database
import Foundation
import Hummingbird
import Models
import Rules
import ServiceKit

/// The JSON API of a case's states.
struct StateRoutes: Sendable {
    let desk: StateDesk

    func add(to router: Router<ServiceContext>) {
        router.get("/api/v1/cases/{id}/transitions", use: list)
        for action in MoveCase.actions {
            router.post(RouterPath("/api/v1/cases/{id}/\(action.path)")) { request, context in try await move(action, request, context) }
        }
    }

    /// What may be done from here, and by whom.
    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let record = try await desk.look(context).record
        let open = CaseTransitions.open(in: record.state).map { TransitionView($0, of: record, for: identity) }
        return try .json(TransitionsView(status: record.state, items: open), etag: ETag(version: record.version))
    }

    private func move(_ action: CaseAction, _ request: Request, _ context: ServiceContext) async throws -> Response {
        let body = try await request.json(maximum: 65_536)
        return try await desk.change(action, request, context) { change in
            try request.requireMatch(version: change.record.version)
            try await desk.move(action, body, on: change.record, by: change.actor, in: change.transaction)
            guard let changed = try await desk.desk.cases.find(change.record.id, in: change.transaction) else { throw Problem.notFound() }
            return try .json(CaseSummaryView(changed), etag: ETag(version: changed.version))
        }
    }
}

/// Where a case stands, and what may be done from there.
private struct TransitionsView: Encodable {
    let status: CaseState
    let items: [TransitionView]
}

private struct TransitionView: Encodable {
    let action: String
    /// The state after it.
    let status: CaseState
    let article: String
    let needs: [String]
    /// Nil where another service decides.
    let right: String?
    /// Whether the caller may.
    let allowed: Bool

    init(_ action: CaseAction, of record: CaseRecord, for identity: Identity) {
        self.action = action.rawValue
        status = record.next(action) ?? record.state
        article = action.article
        needs = action.needs.map(\.rawValue)
        right = action.right?.rawValue
        allowed = action.right.map(identity.may) ?? false
    }
}
