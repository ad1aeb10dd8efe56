import Database
import Directory
import Foundation
import Models
import Outbox
import Rules
import ServiceKit

/// Takes a request in (Law 11/2017, Điều 29): checks the client's categories, keeps it with the decision's inputs, tells the others; and opens
/// the case in the same transaction where staff accept it at once.
struct ReceiveRequest: Sendable {
    let clock: WallClock
    let rules: RulePacks
    let outbox: Outbox
    let requests: RequestStore
    let openCase: OpenCase

    /// What came of it.
    struct Outcome: Sendable {
        let request: NewRequest
        let opened: OpenedCase?
        let duplicates: [Duplicate]
        /// The same of the other clients of the matter, in the order given.
        var others: [Outcome] = []
    }

    /// Takes in the request of each client of the matter, all or none.
    ///
    /// - Parameters:
    ///   - actor: who enters it; the public has no identity.
    ///   - isAtCounter: somebody has the form before them and is asked: throws ``SimilarRequests`` where it looks like an earlier one and nobody has said why
    ///     it is another, and 422 where it is accepted for somebody of another province without a ground.
    func callAsFunction(
        _ draft: RequestDraft, isAtCounter: Bool = false, by actor: Actor, in transaction: Transaction
    ) async throws -> Outcome {
        var outcome = try await take(draft, isAtCounter: isAtCounter, by: actor, in: transaction)
        for (index, other) in draft.coClients.enumerated() {
            outcome.others.append(
                try await take(
                    draft.of(other, matter: outcome.request.matter), at: JSONPointer.root.member("co_clients").element(index),
                    isAtCounter: isAtCounter, by: actor, in: transaction))
        }
        return outcome
    }

    /// - Parameter place: where the client stands in what was sent.
    private func take(
        _ draft: RequestDraft, at place: JSONPointer = .root, isAtCounter: Bool, by actor: Actor, in transaction: Transaction
    ) async throws -> Outcome {
        let now = clock.now
        let receivedAt = draft.receivedAt ?? now
        let client = SoughtClient(draft)
        let (found, isOwn, earlier) = try await transaction.together(
            Directory.organisation(draft.centre), Query.isOwn(draft.centre), RequestStore.earlier(than: client, at: now))
        let organisation = try receiver(found)
        guard isOwn == true else { throw Problem.notOwn }
        let eligibility = rules.check(draft.facts(on: LegalDate(receivedAt)))
        try RegisterRefusal.checkContradictions(eligibility, at: place)
        let territory = Territory(client: draft.client, of: organisation.kind, in: organisation.province, rules: rules)
        if draft.accept { try territory.check(draft.territory, isNeeded: isAtCounter, on: LegalDate(receivedAt)) }
        let duplicates = client.same(among: earlier)
        if isAtCounter, draft.distinctReason == nil, !duplicates.isEmpty { throw SimilarRequests(found: duplicates) }
        let request = NewRequest(
            id: RequestID(at: now), organisation: organisation.id, province: organisation.province, draft: draft, eligibility: eligibility,
            matter: draft.matter ?? MatterID(at: now), receivedAt: receivedAt, recordedAt: now, recordedBy: actor.name,
            state: draft.accept ? .accepted : .received,
            distinctFrom: draft.distinctReason == nil ? [] : duplicates.map(\.request))
        try requests.insert(request, in: transaction)
        try outbox.publish(RequestReceived(request), version: 1, in: transaction)
        let details = request.distinctFrom.isEmpty ? [:] : ["distinct_from": request.distinctFrom.map(\.description).joined(separator: " ")]
        try transaction.audit(actor.entry("request.received", "request", request.id.uuid, organisation.id, details: details), at: now)
        var opened: OpenedCase?
        if draft.accept {
            let accepted = AcceptedRequest(request, on: draft.acceptedOn ?? LegalDate(now))
            opened = try await openCase(accepted, of: organisation, by: actor, in: transaction)
        }
        return Outcome(request: request, opened: opened, duplicates: duplicates)
    }

    private func receiver(_ found: Organisation?) throws -> Organisation {
        guard let found, found.active else {
            throw Problem.validation([
                FieldError(
                    "/centre", code: "unknown_centre",
                    message: Bilingual(vi: "Không có tổ chức trợ giúp pháp lý này.", en: "There is no such legal aid organisation."))
            ])
        }
        return found
    }
}

/// It looks like earlier requests: people look at them side by side before it is kept.
struct SimilarRequests: Error {
    let found: [Duplicate]
}
