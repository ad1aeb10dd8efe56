import Foundation
import Models
import ServiceKit

/// A bearer token for scripts: signed with Portal's key, written into Portal's audit trail before it is shown.
struct TokenIssue: Sendable {
    /// A day.
    static let longestLife = 86_400

    let role: Role
    var organisation: OrganisationID?
    var province: String?
    var helper: HelperID?
    /// Seconds.
    var lifetime: Int = 3_600
    /// The program it speaks as, one caller over all its tokens; nil: for itself, under its own id.
    var program: String?

    /// Throws `LaunchError` where the role lacks its scope, the life is too long, or nothing runs that could keep the audit.
    func token(in folder: DataFolder) async throws -> String {
        try check()
        let identity = identity()
        let signer: TokenSigner
        do {
            signer = try await TokenSigner(privateKeyPEM: String(contentsOfFile: folder.privateKey, encoding: .utf8))
        } catch {
            throw LaunchError(
                "the signing key \(folder.privateKey) cannot be used: \(error)", remedy: "start the system once with caunoi up")
        }
        try await PortalRecords.open(folder).recordIssue(of: identity, lifetime: lifetime)
        return try await signer.sign(identity, lifetime: lifetime)
    }

    /// Whom the token speaks for.
    private func identity() -> Identity {
        let jti = UUID.v7(at: Date()).text
        return Identity(
            subject: program.map { "script:\($0)" } ?? "token:\(jti)", name: program ?? "caunoi token (\(role.rawValue))", role: role,
            organisation: organisation, province: province, helper: helper, jti: jti)
    }

    private func check() throws {
        guard (1...Self.longestLife).contains(lifetime) else {
            throw LaunchError("--ttl takes 1 to \(Self.longestLife) seconds, a day at most")
        }
        switch role.requiredScope {
        case .organisation: if organisation == nil { throw missing("--organisation") }
        case .organisationAndHelper:
            if organisation == nil { throw missing("--organisation") }
            if helper == nil { throw missing("--helper") }
        case .province: if province == nil { throw missing("--province") }
        case .none: break
        }
    }

    private func missing(_ option: String) -> LaunchError {
        LaunchError("a token of the role \(role.rawValue) needs \(option): it is good for that scope alone")
    }
}
