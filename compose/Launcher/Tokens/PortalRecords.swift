import Database
import Foundation
import Models
import Outbox
import ServiceKit

/// What `caunoi` writes into Portal's schema, as Portal's login role: the audit of tokens, and their withdrawal.
struct PortalRecords: Sendable {
    private let database: Database

    /// The records of the system that runs on this folder. Throws `LaunchError` where none runs.
    static func open(_ folder: DataFolder) async throws -> PortalRecords {
        let settings = try await Settings.read()
        guard let state = StateFile.read(folder), state.supervisor.isAlive else {
            throw LaunchError("nothing is running in \(folder.path), and tokens are audited", remedy: "start it with caunoi up")
        }
        let url = DatabaseAddress(running: state, settings)
            .url(user: ServiceName.portal.rawValue, password: try Passwords.of(folder).login(.portal))
        return PortalRecords(
            database: Database(
                DatabaseConfiguration(
                    url: url, applicationName: "caunoi", connections: 1, patience: .seconds(5), plain: settings.plainLines)))
    }

    /// A token is about to be handed out.
    func recordIssue(of identity: Identity, lifetime: Int) async throws {
        let details = [
            "role": identity.role.rawValue, "jti": identity.jti, "seconds": "\(lifetime)", "province": identity.province ?? "",
            "helper": identity.helper?.description ?? "", "user": MachineUser.name,
        ].filter { !$0.value.isEmpty }
        try await write(entry("token.issued", jti: identity.jti, organisation: identity.organisation, details: details)) { _ in }
    }

    /// A token is good no longer.
    func revoke(_ jti: String) async throws {
        try await write(entry("token.revoked", jti: jti, details: ["jti": jti, "user": MachineUser.name])) { transaction in
            try await RevocationStore().withdraw(jti, at: Date(), telling: Outbox(clock: .system), in: transaction)
        }
    }

    private func write(_ entry: AuditEntry, _ body: @Sendable (Transaction) async throws -> Void) async throws {
        do {
            try await database.transaction(.service) { transaction in
                try transaction.audit(entry, at: Date())
                try await body(transaction)
            }
        } catch let error as DatabaseError {
            throw LaunchError("Portal's records could not be written: \(error)")
        }
    }

    private func entry(_ action: String, jti: String, organisation: OrganisationID? = nil, details: [String: String]) -> AuditEntry {
        AuditEntry(
            actor: "caunoi:\(MachineUser.name)", actorName: "caunoi", role: .system, action: action, subjectKind: "token",
            subject: UUID(text: jti), organisation: organisation, details: details)
    }
}
