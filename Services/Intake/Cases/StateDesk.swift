import Database
import Directory
import Hummingbird
import Models
import Outbox
import ServiceKit

/// Opens a case for the decisions on its state: to be looked at, the look on record, or to be moved.
struct StateDesk: Sendable {
    let desk: CaseDesk
    let work: WorkDesk
    let directory: Directory
    let transfers: TransferStore
    let move: MoveCase
    let end: EndCase

    /// What is decided on the page of states; all but the stop by whoever leads.
    static let decisions: [CaseAction] = [.suspend, .resume, .stop, .transfer, .archive, .reopen]

    /// A case with how it came to stand where it stands, and who could take it over.
    struct Seen: Sendable {
        let record: CaseRecord
        let entries: [TimelineEntry]
        let transfer: Transfer?
        let organisation: Organisation?
        let others: [Organisation]
    }

    /// Throws 404 where it is not theirs to see.
    func look(_ context: ServiceContext) async throws -> Seen {
        let identity = try context.require()
        return try await work.read(context, part: "state") { record, transaction in
            let mayTransfer = identity.may(.decideCases) && record.allows(.transfer)
            return Seen(
                record: record, entries: try await desk.timeline.entries(of: record.id, in: transaction),
                transfer: try await transfers.departure(of: record.request, in: transaction),
                organisation: try await directory.organisation(record.organisation, in: transaction),
                others: mayTransfer
                    ? try await directory.receiving(within: .none, in: transaction).filter { $0.id != record.organisation } : [])
        }.found
    }

    /// Locks the case and lets `body` move it. A transfer writes at two organisations. Throws 404 where it is not theirs.
    func change(
        _ action: CaseAction, _ request: Request, _ context: ServiceContext, key: String? = nil,
        _ body: (WorkDesk.Change) async throws -> Response
    ) async throws -> Response {
        try await work.change(request, context, key: key, isOfOthersToo: action == .transfer, body)
    }

    /// Does it as the form says. Throws 409 where the case's state does not allow it, 422 with every field that is wrong.
    func decide(_ action: CaseAction, _ document: JSONValue, for change: WorkDesk.Change) async throws {
        let (record, actor, transaction) = (change.record, change.actor, change.transaction)
        guard action == .stop else { return try await move(action, document, on: record, by: actor, in: transaction) }
        let ending = try EndCase.Ending.stop(document, of: record, rules: move.rules, today: move.clock.today)
        try await end.stop(record, ending, by: actor, in: transaction)
    }
}
