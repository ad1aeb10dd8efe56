import Database
import Foundation
import HTTPTypes
import Hummingbird
import Models
import Outbox
import Rules
import ServiceKit

/// `/api/v1/accounts` for those who keep them: the same operations as behind the pages.
struct AccountRoutes: Sendable {
    let house: House
    let accounts: AccountStore
    let helpers: HelperStore
    let sessions: Sessions
    let desk: AccountDesk
    let keep: KeepAccount
    let confirmation: Confirmation

    func add(to router: Router<ServiceContext>) {
        let group = router.group("api/v1/accounts")
        group.get(use: list)
        group.post(use: confirmation.guardingCall(enter))
        group.get("{id}", use: show)
        group.patch("{id}", use: confirmation.guardingCall(change))
        group.get("{id}/history", use: history)
        group.post("{id}/link", use: confirmation.guardingCall(sendLink))
        group.post("{id}/deactivation", use: deactivate)
        group.post("{id}/revival", use: confirmation.guardingCall(revive))
        group.post("{id}/sessions/ending", use: endSessions)
        group.post("{id}/second-factor/removal", use: confirmation.guardingCall(removeFactor))
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let filter = try AccountFilter.read(try request.queryTree())
        let found = try await desk.list(filter, context)
        return try .json(Page(items: found.prefix(filter.page.limit).map(AccountView.init), next: filter.next(after: found)))
    }

    @Sendable private func enter(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let draft = try AccountForm.draft(
            try await request.json(maximum: 16_384), login: nil, authority: AccountAuthority(identity: identity),
            provinces: house.rules.provinces)
        return try await context.idempotent(request, house.database, .service) { transaction in
            let id = try await keep.enter(draft, by: identity, AuditActor(identity, reference: context.reference), in: transaction)
            return try await answer(id, status: .created, location: "/api/v1/accounts/\(id)", in: transaction)
        }
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let account = try await desk.seen(try context.id("id"), context)
        var view = AccountView(account)
        let (live, address, mayKeep) = try await house.database.transaction(.service) { transaction in
            (
                try await sessions.list(of: account.id, in: transaction), try await helpers.email(of: account, in: transaction),
                try await keep.keeps(account, identity, in: transaction)
            )
        }
        view.sessions = live.count
        view.registerEmail = address
        view.mayKeep = mayKeep
        return try .json(view, etag: ETag(version: account.version))
    }

    @Sendable private func change(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let id = try context.id("id", AccountID.self)
        let body = try await request.json(maximum: 16_384)
        return try await house.database.transaction(.service) { transaction in
            let present = try await keep.open(id, for: identity, in: transaction)
            try request.requireMatch(version: present.version)
            let draft = try AccountForm.draft(changing: present, given: body, by: identity, provinces: house.rules.provinces)
            try await keep.change(
                id, to: draft, version: present.version, by: identity, AuditActor(identity, reference: context.reference), in: transaction)
            return try await answer(id, in: transaction)
        }
    }

    @Sendable private func history(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let reader = FieldReader(try request.queryTree())
        let page = reader.page(keys: 2)
        try reader.finish()
        let account = try await desk.seen(try context.id("id"), context)
        let events = try await house.database.transaction(.service) { try await accounts.events(of: account.id, page, in: $0) }
        return try .json(Page(events.map(AccountEventView.init), page) { Cursor(Cursor.key($0.at), $0.id.text) })
    }

    @Sendable private func sendLink(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await act(request, context) { id, _, identity, actor, transaction in
            try await keep.sendLink(id, by: identity, actor, in: transaction)
        }
    }

    @Sendable private func deactivate(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await act(request, context) { id, note, identity, actor, transaction in
            try await keep.close(id, because: note.reason, by: identity, actor, in: transaction)
        }
    }

    @Sendable private func revive(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await act(request, context, takesLogin: true) { id, note, identity, actor, transaction in
            try await keep.revive(id, note, by: identity, actor, in: transaction)
        }
    }

    @Sendable private func endSessions(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await act(request, context) { id, note, identity, actor, transaction in
            try await keep.endSessions(id, because: note.reason, by: identity, actor, in: transaction)
        }
    }

    @Sendable private func removeFactor(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await act(request, context) { id, note, identity, actor, transaction in
            try await keep.removeSecondFactor(of: id, because: note.reason, by: identity, actor, in: transaction)
        }
    }

    /// Does one thing to one account, of the version that the caller has seen where they say which.
    private func act(
        _ request: Request, _ context: ServiceContext, takesLogin: Bool = false,
        _ body: (AccountID, KeeperNote, Identity, AuditActor, Transaction) async throws -> Void
    ) async throws -> Response {
        let identity = try context.require()
        let id = try context.id("id", AccountID.self)
        let note = try KeeperNote(try await request.optionalJSON(maximum: 8_192), takesLogin: takesLogin)
        return try await context.idempotent(request, house.database, .service) { transaction in
            try request.checkMatch(version: try await keep.open(id, for: identity, in: transaction).version)
            try await body(id, note, identity, AuditActor(identity, reference: context.reference), transaction)
            return try await answer(id, in: transaction)
        }
    }

    /// The account as it is now.
    private func answer(
        _ id: AccountID, status: HTTPResponse.Status = .ok, location: String? = nil, in transaction: Transaction
    ) async throws -> Response {
        guard let account = try await accounts.find(id, in: transaction) else { throw Problem.notFound() }
        return try .json(AccountView(account), status: status, etag: ETag(version: account.version), location: location)
    }
}
