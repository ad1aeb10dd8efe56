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
    let rules: RulePacks
    let outbox: Outbox
    let directory: Directory
    let requests: RequestStore
    let openCase: OpenCase
    let passOn: PassOn
    let transfers: TransferStore
    let tellSender: TellSender
    let words: StateWords

    /// Returns the case, where it was accepted. Throws 409 where the request's state does not allow it, and 422 where its ground is not open to the
    /// organisation, or is missing for somebody of another province.
    ///
    /// - Parameter asksAboutSimilar: throws 422 where it looks like another and nobody has said why it is none.
    func callAsFunction(
        _ decision: RequestDecision, on record: RequestRecord, asksAboutSimilar: Bool = false, by actor: Actor, in transaction: Transaction
    ) async throws -> OpenedCase? {
        guard RequestAction.open(in: record.state).contains(decision.action) else { throw words.refusal(record.state) }
        guard let organisation = try await directory.organisation(record.organisation, in: transaction) else { throw Problem.notFound() }
        let arrival = decision.action.outcome == nil ? nil : try await transfers.arrival(of: record.id, in: transaction)
        let now = clock.now
        try decision.checkGround(openTo: organisation.kind, rules: rules, today: clock.today)
        var decision = decision
        if decision.action == .accept {
            try settleTerritory(of: &decision, on: record, organisation, isPassedOn: arrival?.ground == Territory.outside)
            try await settleSimilar(decision, on: record, asks: asksAboutSimilar, in: transaction)
        }
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
            requests.keepGrounds(of: decision, on: record.id, in: transaction)
            var accepted = AcceptedRequest(record, on: clock.today)
            accepted.forceMajeure = record.forceMajeure || decision.forceMajeure
            accepted.atOnceGround = decision.atOnceGround ?? record.atOnceGround
            opened = try await openCase(accepted, of: organisation, by: actor, in: transaction)
        }
        if let arrival, let outcome = decision.action.outcome {
            let version = record.told + (decision.action == .refuse ? 2 : 1)
            try tellSender(outcome, of: record, from: arrival, opened: opened, next: next, version: version, in: transaction)
        }
        return opened
    }

    /// A request that another centre passed on is here since this one is competent (Law 11/2017, Điều 35.1), unless another ground is named.
    private func settleTerritory(
        of decision: inout RequestDecision, on record: RequestRecord, _ organisation: Organisation, isPassedOn: Bool
    ) throws {
        let territory = Territory(client: record.client, of: organisation.kind, in: record.province, rules: rules)
        if isPassedOn, decision.territory == nil, !territory.grounds(on: clock.today).isEmpty { decision.territory = Territory.passedOn }
        try territory.check(decision.territory ?? record.territory, isNeeded: true, on: clock.today)
    }

    private func settleSimilar(_ decision: RequestDecision, on record: RequestRecord, asks: Bool, in transaction: Transaction) async throws
    {
        let found = try await requests.duplicates(of: SoughtClient(record), at: clock.now, in: transaction).map(\.request)
        let unexplained = found.filter { !record.distinctFrom.contains($0) }
        guard !unexplained.isEmpty else { return }
        if let reason = decision.distinctReason { return requests.setApart(record.id, because: reason, from: unexplained, in: transaction) }
        guard asks else { return }
        throw Problem.validation([
            FieldError(
                "/distinct_reason", code: "similar_requests",
                message: Bilingual(
                    vi: "Có yêu cầu giống yêu cầu này: hãy so sánh, rồi ghi vì sao đây là yêu cầu khác.",
                    en: "There are requests like this one: compare them, then say why it is another."))
        ])
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
