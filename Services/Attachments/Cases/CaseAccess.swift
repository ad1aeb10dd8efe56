import Database
import Models
import ServiceKit

/// Who may see the papers of a case, and who may add to them (circular 12/2018, Điều 11a): the people of the case's organisation and of its
/// centre, the helper who has the case; Sở Tư pháp and Cục may look. For everybody else the case does not exist.
struct CaseAccess: Sendable {
    let database: Database
    let cases: CaseStore

    /// What somebody may do with a case.
    struct Grant: Sendable {
        let `case`: KnownCase
        /// In which their transactions run.
        let scope: Scope
        let mayWrite: Bool
    }

    /// Throws 404 where the case is not known here, or none of theirs.
    func grant(_ id: CaseID, to identity: Identity) async throws -> Grant {
        guard let grant = try await find(id, for: identity) else { throw Problem.notFound() }
        return grant
    }

    /// Whether anybody's case of this id is known.
    func isKnown(_ id: CaseID) async throws -> Bool {
        try await database.transaction(.service) { try await cases.find(id, in: $0) } != nil
    }

    private func find(_ id: CaseID, for identity: Identity) async throws -> Grant? {
        if identity.role == .helper { return try await find(id, forHelper: identity.helper) }
        let found = try await database.transaction(identity.scope) { try await cases.find(id, in: $0) }
        return found.map { Grant(case: $0, scope: identity.scope, mayWrite: identity.may(.addPapers)) }
    }

    /// A helper may belong to another organisation than the case: the assignment lets them in, not the tenant.
    private func find(_ id: CaseID, forHelper helper: HelperID?) async throws -> Grant? {
        guard let helper else { return nil }
        let found = try await database.transaction(.service) { try await cases.find(id, of: helper, in: $0) }
        return found.map { Grant(case: $0, scope: .organisations([$0.organisation]), mayWrite: true) }
    }
}
