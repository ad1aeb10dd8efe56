import Database
import Models
import Outbox
import Rules
import ServiceKit

/// What people do with assignments: see, pick, accept, refuse, decide. Each begins by asking whether the caller may see the case at all.
struct Assignments: Sendable {
    let database: Database
    let outbox: Outbox
    let rules: RulePacks
    let clock: WallClock
    let assigning: AssignHelper

    init(_ house: House, assigning: AssignHelper) {
        self.init(database: house.database, outbox: house.outbox, rules: house.rules, clock: house.clock, assigning: assigning)
    }

    init(database: Database, outbox: Outbox, rules: RulePacks, clock: WallClock, assigning: AssignHelper) {
        self.database = database
        self.outbox = outbox
        self.rules = rules
        self.clock = clock
        self.assigning = assigning
    }

    /// The assignment as the caller may see it. Throws 404 for a case that is not known, another tenant's, or was never offered to a helper who
    /// asks.
    func see(_ id: CaseID, by identity: Identity, _ actor: Actor) async throws -> CaseAssignment {
        try await database.transaction(identity.scope) { transaction in
            let assignment = try await visible(id, to: identity, in: transaction)
            try transaction.audit(
                actor.entry("assignment.viewed", of: "case", id.uuid, assignment.organisation), at: clock.now)
            return assignment
        }
    }

    /// The assignment, without a line in the audit trail: before a change, which has its own. Throws 404 where the caller may not see the case.
    func checkVisible(_ id: CaseID, to identity: Identity) async throws -> CaseAssignment {
        try await database.transaction(identity.scope) { transaction in
            try await visible(id, to: identity, in: transaction)
        }
    }

    private func visible(_ id: CaseID, to identity: Identity, in transaction: Transaction) async throws -> CaseAssignment {
        guard let assignment = try await AssignmentStore.find(id, in: transaction) else { throw Problem.notFound() }
        guard identity.role == .helper, assignment.helper != identity.helper || identity.helper == nil else { return assignment }
        guard let helper = identity.helper, try await AssignmentStore.wasOffered(id, to: helper, in: transaction) else {
            throw Problem.notFound()
        }
        return assignment
    }

    /// Reads the case under its locks for a change; throws 404, and 409 where its work is over.
    func begin(_ id: CaseID, in transaction: Transaction) async throws -> CaseAssignment {
        guard let assignment = try await assigning.begin(id, in: transaction) else { throw Problem.notFound() }
        guard !assignment.isClosed else {
            throw Problem.conflict(Bilingual(vi: "Vụ việc đã kết thúc.", en: "The work on this case is over."))
        }
        return assignment
    }

    /// Writes the audit line of a change.
    func record(
        _ action: String, _ assignment: CaseAssignment, _ actor: Actor, _ details: [String: String] = [:], in transaction: Transaction
    ) throws {
        try transaction.audit(
            actor.entry(action, of: "case", assignment.id.uuid, assignment.organisation, details: details), at: clock.now)
    }
}
