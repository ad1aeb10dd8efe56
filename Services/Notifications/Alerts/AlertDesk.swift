import Database
import Foundation
import Models
import Outbox
import ServiceKit

/// Fetches and acknowledges alerts for whoever asks: those of their organisation's cases; a helper those of the cases they have now.
struct AlertDesk: Sendable {
    let clock: WallClock
    let database: Database
    let cases: CaseStore
    let alerts: AlertStore
    let stalls: StallClock

    /// A part of the list, which names helpers: audited.
    func list(_ filter: AlertFilter, _ page: PageRequest, for identity: Identity, reference: String) async throws -> [Alert] {
        guard let narrowed = Self.narrowed(filter, to: identity) else { return [] }
        let scope = Self.scope(of: identity)
        return try await database.transaction(scope) { transaction in
            try record(identity, reference, in: transaction)
            return try await alerts.list(narrowed, page, within: scope, in: transaction)
        }
    }

    /// How many nobody has seen, and the newest `limit` of them: audited too.
    func unseen(limit: Int, for identity: Identity, reference: String) async throws -> (open: Int, newest: [Alert]) {
        guard let narrowed = Self.narrowed(AlertFilter(state: .open), to: identity) else { return (0, []) }
        let scope = Self.scope(of: identity)
        return try await database.transaction(scope) { transaction in
            try record(identity, reference, in: transaction)
            return (
                try await alerts.count(narrowed, within: scope, in: transaction),
                Array(try await alerts.list(narrowed, PageRequest(limit: limit), within: scope, in: transaction).prefix(limit))
            )
        }
    }

    private func record(_ identity: Identity, _ reference: String, in transaction: Transaction) throws {
        try transaction.audit(
            identity.entry("alerts.listed", "alert", nil, identity.organisation, reference: reference), at: clock.now)
    }

    /// A case with its alerts, the newest first; the look is audited in the same transaction. Throws 404 where it is not theirs.
    func view(_ id: CaseID, for identity: Identity, reference: String) async throws -> CaseAlerts {
        let scope = Self.scope(of: identity)
        return try await database.transaction(scope) { transaction in
            guard let watched = try await cases.find(id, in: transaction), identity.mayFollow(watched.helper) else {
                throw Problem.notFound()
            }
            try transaction.audit(
                identity.entry("alerts.viewed", "case", id.uuid, watched.organisation, reference: reference), at: clock.now)
            guard let filter = Self.narrowed(AlertFilter(case: id), to: identity) else { throw Problem.notFound() }
            let found = try await alerts.list(filter, PageRequest(limit: 20), within: scope, in: transaction)
            return CaseAlerts(case: watched, alerts: found, limit: watched.lastMovementOn.map(stalls.limit))
        }
    }

    /// The scope in which `identity` changes that alert. Throws 404 where it is not theirs.
    func scope(for id: AlertID, of identity: Identity) async throws -> Scope {
        let found = try await database.transaction(Self.scope(of: identity)) { try await alerts.find(id, in: $0) }
        guard let found, identity.mayFollow(found.helper), identity.role != .helper || found.kind == .ofHelpers else {
            throw Problem.notFound()
        }
        return identity.role == .helper ? .organisations([found.organisation]) : identity.scope
    }

    /// Notes that somebody has seen it. Said twice, it holds from the first time; throws 409 where the alert is closed.
    func acknowledge(_ id: AlertID, by identity: Identity, reference: String, version: (Int) throws -> Void, in transaction: Transaction)
        async throws -> Alert
    {
        guard let alert = try await alerts.find(id, locked: true, in: transaction) else { throw Problem.notFound() }
        try version(alert.version)
        if alert.state == .acknowledged { return alert }
        guard alert.state.next.contains(.acknowledged) else {
            throw Problem.conflict(Bilingual(vi: "Cảnh báo này đã đóng.", en: "This alert is closed."))
        }
        let now = clock.now
        try await alerts.acknowledge(id, by: identity.name, at: now, in: transaction)
        try transaction.audit(
            identity.entry("alert.acknowledged", "alert", id.uuid, alert.organisation, reference: reference), at: now)
        guard let changed = try await alerts.find(id, in: transaction) else { throw Problem.notFound() }
        return changed
    }

    /// To a helper, the alerts of their own cases that are for helpers; nil for one who is no helper of the register.
    private static func narrowed(_ filter: AlertFilter, to identity: Identity) -> AlertFilter? {
        guard identity.role == .helper else { return filter }
        guard let helper = identity.helper else { return nil }
        var filter = filter
        filter.helper = helper
        return filter
    }

    /// A helper may belong to another organisation than the case: the assignment lets them in, not the tenant, and the caller checks it.
    private static func scope(of identity: Identity) -> Scope {
        identity.role == .helper ? (identity.helper == nil ? .none : .service) : identity.scope
    }
}

/// A case with its alerts.
struct CaseAlerts: Sendable {
    let `case`: WatchedCase
    let alerts: [Alert]
    /// Working days without movement after which it stands still.
    let limit: Int?
}

extension Identity {
    /// Helpers see their own cases only; everybody else what their scope shows.
    func mayFollow(_ helper: HelperID?) -> Bool { reach(.readAlerts) != .own || (helper != nil && self.helper == helper) }

    /// The line for the audit trail.
    func entry(_ action: String, _ subjectKind: String, _ subject: UUID?, _ organisation: OrganisationID?, reference: String) -> AuditEntry
    {
        AuditEntry(
            actor: self.subject, actorName: name, role: role, action: action, subjectKind: subjectKind, subject: subject,
            organisation: organisation, reference: reference)
    }
}
