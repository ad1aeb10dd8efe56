import Database
import Directory
import Foundation
import Models
import Outbox
import Rules
import ServiceKit

/// Decides on a request that was received (Law 11/2017, Điều 30): accept, ask for a supplement, refuse in writing, or pass it on (Điều 35).
struct DecideRequest: Sendable {
    let clock: WallClock
    let rules: RulePacks
    let outbox: Outbox
    let directory: Directory
    let requests: RequestStore
    let openCase: OpenCase

    /// Accepts, and opens the case. Returns it.
    func accept(_ record: RequestRecord, note: String?, by actor: Actor, in transaction: Transaction) async throws -> OpenedCase {
        try check(record, mayBecome: .accepted)
        guard let organisation = try await directory.organisation(record.organisation, in: transaction) else { throw Problem.notFound() }
        try decide(record, .accepted, reason: nil, note: note, tells: false, by: actor, in: transaction)
        return try await openCase(AcceptedRequest(record, on: clock.today), of: organisation, by: actor, in: transaction)
    }

    /// Asks the client for more papers.
    func askSupplement(_ record: RequestRecord, note: String, by actor: Actor, in transaction: Transaction) throws {
        try check(record, mayBecome: .supplementAsked)
        try decide(record, .supplementAsked, reason: nil, note: note, tells: false, by: actor, in: transaction)
    }

    /// Refuses for a coded ground (Điều 30.3).
    func refuse(_ record: RequestRecord, reason: String, note: String?, by actor: Actor, in transaction: Transaction) throws {
        try check(record, mayBecome: .refused)
        let now = clock.now
        try outbox.publish(
            RequestRefused(
                request: record.id, organisation: record.organisation, province: record.province, reason: reason, occurredAt: now,
                recordedAt: now),
            version: record.told + 1, in: transaction)
        try decide(record, .refused, reason: reason, note: note, tells: true, by: actor, in: transaction)
    }

    /// Passes it on for a coded ground (Điều 35).
    func transfer(_ record: RequestRecord, reason: String, note: String?, by actor: Actor, in transaction: Transaction) throws {
        try check(record, mayBecome: .transferred)
        try decide(record, .transferred, reason: reason, note: note, tells: false, by: actor, in: transaction)
    }

    private func decide(
        _ record: RequestRecord, _ state: RequestState, reason: String?, note: String?, tells: Bool, by actor: Actor,
        in transaction: Transaction
    ) throws {
        let now = clock.now
        requests.decide(
            DecidedRequest(id: record.id, state: state, at: now, by: actor.name, reason: reason, note: note, tells: tells), in: transaction)
        let details = reason.map { ["reason": $0] } ?? [:]
        try transaction.audit(
            actor.entry("request.\(state.rawValue)", "request", record.id.uuid, record.organisation, details: details), at: now)
    }

    private func check(_ record: RequestRecord, mayBecome next: RequestState) throws {
        guard record.state.next.contains(next) else {
            throw Problem.conflict(
                Bilingual(
                    vi: "Yêu cầu đang ở trạng thái “\(record.state.rawValue)”, không chuyển sang “\(next.rawValue)” được.",
                    en: "The request is \(record.state.rawValue) and cannot become \(next.rawValue)."))
        }
    }
}
