import Database
import Directory
import Foundation
import Models
import Outbox
import Rules
import ServiceKit

/// Decides on a request that was received (Law 11/2017, Điều 30): accept, ask for a supplement, refuse in writing, or pass it on (Điều 35). What was
/// decided, by whom, when and why stays on record, decision by decision.
struct DecideRequest: Sendable {
    let clock: WallClock
    let outbox: Outbox
    let directory: Directory
    let requests: RequestStore
    let openCase: OpenCase
    let passOn: PassOn
    let transfers: TransferStore
    let tellSender: TellSender
    let words: StateWords

    /// Returns the case, where it was accepted. Throws 409 where the request's state does not allow it.
    func callAsFunction(
        _ decision: RequestDecision, on record: RequestRecord, by actor: Actor, in transaction: Transaction
    ) async throws -> OpenedCase? {
        guard RequestAction.open(in: record.state).contains(decision.action) else { throw words.refusal(record.state) }
        guard let organisation = try await directory.organisation(record.organisation, in: transaction) else { throw Problem.notFound() }
        let arrival = decision.action.outcome == nil ? nil : try await transfers.arrival(of: record.id, in: transaction)
        let now = clock.now
        if decision.action == .refuse {
            try outbox.publish(
                RequestRefused(
                    request: record.id, organisation: record.organisation, province: record.province, reason: decision.reason ?? "",
                    occurredAt: now, recordedAt: now),
                version: record.told + 1, in: transaction)
        }
        let state = decision.action.result
        requests.decide(
            DecidedRequest(
                id: record.id, state: state, at: now, by: actor.name, reason: decision.reason, note: decision.note,
                told: (decision.action == .refuse ? 1 : 0) + (arrival == nil ? 0 : 1)),
            in: transaction)
        let details = decision.reason.map { ["reason": $0] } ?? [:]
        try transaction.audit(
            actor.entry("request.\(state.rawValue)", "request", record.id.uuid, record.organisation, details: details), at: now)
        var next: Transfer?
        if let receiver = decision.receiver {
            next = try await passOn(
                record, with: nil, from: organisation, to: receiver, because: decision.reason ?? "", note: decision.note, [], by: actor,
                in: transaction)
        }
        var opened: OpenedCase?
        if decision.action == .accept {
            requests.acceptAtOnce(record.id, ground: decision.atOnceGround, forceMajeure: decision.forceMajeure, in: transaction)
            var accepted = AcceptedRequest(record, on: clock.today)
            accepted.forceMajeure = record.forceMajeure || decision.forceMajeure
            opened = try await openCase(accepted, of: organisation, by: actor, in: transaction)
        }
        if let arrival, let outcome = decision.action.outcome {
            let version = record.told + (decision.action == .refuse ? 2 : 1)
            try tellSender(outcome, of: record, from: arrival, opened: opened, next: next, version: version, in: transaction)
        }
        return opened
    }

    /// The scope in which it is done: the caller's own, and the service's where it writes at another organisation too, after the caller's own has shown that
    /// the request is theirs. Throws 404 where it is not.
    func scope(of decision: RequestDecision, on id: RequestID, for identity: Identity, in database: Database) async throws -> Scope {
        guard decision.receiver != nil else { return identity.scope }
        guard try await database.transaction(identity.scope, { try await requests.find(id, in: $0) }) != nil else {
            throw Problem.notFound()
        }
        return .service
    }
}
