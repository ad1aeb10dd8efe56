import Crypto
import Database
import Directory
import Foundation
import Models
import Outbox
import ServiceKit

/// Gives a program that shows its key a short token (RFC 6749 §4.4), limited to the key's rights or to fewer.
struct ExchangeKey: Sendable {
    /// A token, and what it may do.
    struct Issued: Sendable {
        let token: String
        let identity: Identity
        let rights: Set<RightName>
    }

    /// Seconds that a token lives: as a person's.
    static let tokenLifetime = Cookies.tokenLifetime

    let database: Database
    let store: ProgramKeyStore
    let directory: Directory
    let signer: TokenSigner
    let strangers: StrangerLines
    let places: SignInPlaces
    let clock: WallClock

    /// Throws 401 `invalid_client`, the same answer for whatever is wrong with a key or its organisation; 400 `invalid_scope` where more is asked for than it may do.
    func callAsFunction(
        _ id: ProgramKeyID, _ secret: ProgramSecret?, asking wanted: [String]?, _ visitor: SignInVisitor
    ) async throws -> Issued {
        let now = clock.now
        let found: (key: ProgramKey, rights: Set<RightName>)? = try await database.transaction(.service) { transaction in
            guard let (key, hash) = try await store.findWithHash(id, in: transaction) else { return nil }
            let works = try await directory.organisation(key.organisation, in: transaction)?.active ?? false
            guard let secret, works, key.isGood(at: now), Self.areEqual(secret.hash, hash) else {
                try await strangers.record(refusalOf: key, visitor, in: transaction)
                return nil
            }
            let rights = try Self.rights(of: key, asking: wanted)
            if try await store.use(id, at: now, in: transaction) {
                places.keep("program_key.used", nil, visitor, in: transaction)
                try transaction.audit(key.entry("program_key.used", visitor.reference), at: now)
            }
            return (key, rights)
        }
        guard let (key, rights) = found else { throw TokenProblem.invalidClient }
        // Tokens live on the machine's own clock.
        let identity = key.identity(limitedTo: rights, at: Date())
        return Issued(token: try await signer.sign(identity, lifetime: Self.tokenLifetime), identity: identity, rights: rights)
    }

    /// All that a key has, or the part that is asked for.
    private static func rights(of key: ProgramKey, asking wanted: [String]?) throws -> Set<RightName> {
        guard let wanted else { return Set(key.rights) }
        let rights = key.rights.filter { wanted.contains($0.rawValue) }
        let areWhole = rights.allSatisfy { AccessTable.needs[$0]?.isSubset(of: rights) ?? true }
        guard !rights.isEmpty, areWhole, Set(rights.map(\.rawValue)) == Set(wanted) else { throw TokenProblem.invalidScope(key.rights) }
        return Set(rights)
    }

    /// In a time that tells nothing of where they differ.
    private static func areEqual(_ one: Data, _ other: Data) -> Bool {
        one.count == other.count && zip(one, other).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

extension ProgramKey {
    /// A line of the audit trail of what it did itself.
    func entry(_ action: String, _ reference: String, details: [String: String] = [:]) -> AuditEntry {
        AuditEntry(
            actor: Revocations.name(of: id), actorName: name, role: .program, action: action, subjectKind: "program_key", subject: id.uuid,
            organisation: organisation, details: details, reference: reference)
    }
}
