import Database
import Foundation
import Models
import ServiceKit
import Testing

@testable import Portal

@Suite struct RevocationTests {
    @Test func aStoredWithdrawalIsReadByEveryCopy() async throws {
        let desk = try await Desk.make()
        let store = RevocationStore()
        let account = AccountID(at: Date())
        let signer = try await TokenSigner(privateKeyPEM: try TokenSigner.newPrivateKeyPEM())
        let copy = try await TokenVerifier(publicKeyPEM: signer.publicKeyPEM)
        func token(_ subject: String, _ jti: String) async throws -> String {
            try await signer.sign(Identity(subject: subject, name: "A", role: .ministry, jti: jti), lifetime: 60)
        }
        let revoked = [try await token("token:a-token", "a-token"), try await token(account.description, "b")]
        // A token's instant of issue counts whole seconds.
        let now = Date() + 1
        try await desk.database.transaction(.service) { transaction in
            let early = TokenRevoked(
                revocation: RevocationID(at: now), account: account, issuedUpTo: now - 60, occurredAt: now, recordedAt: now)
            for revoked in [
                TokenRevoked(revocation: RevocationID(at: now), jti: "a-token", occurredAt: now, recordedAt: now),
                TokenRevoked(revocation: RevocationID(at: now), account: account, issuedUpTo: now, occurredAt: now, recordedAt: now), early,
            ] {
                try await store.keep(revoked, in: transaction)
                try await store.keep(revoked, in: transaction)
            }
        }
        for token in revoked { _ = try await copy.verify(token) }
        try await desk.database.transaction(.service) { try await store.read(into: copy.revocations, in: $0) }
        for token in revoked { await #expect(throws: (any Error).self) { try await copy.verify(token) } }
        _ = try await copy.verify(try await token("somebody", "c"))
    }

    @Test func whatSaysNothingAnyMoreIsDropped() async throws {
        let desk = try await Desk.make()
        let old = Date() - 3 * 86_400
        try await desk.database.transaction(.service) { transaction in
            let store = RevocationStore()
            try await store.keep(
                TokenRevoked(revocation: RevocationID(at: old), jti: "old", occurredAt: old, recordedAt: old), in: transaction)
            try await store.keep(
                TokenRevoked(revocation: RevocationID(at: old), jti: "new", occurredAt: Date(), recordedAt: Date()), in: transaction)
            try await store.prune(at: Date(), in: transaction)
            #expect(try await transaction.rows("select jti from revocations").map { try $0.get("jti", as: String.self) } == ["new"])
        }
    }
}
