import Foundation
import JWTKit
import Models
import Synchronization
import Testing

@testable import ServiceKit

/// Another key in the place of the one that signs.
@Suite struct KeyRotationTests {
    private let now = Date()

    private static func signers(_ count: Int) async throws -> [TokenSigner] {
        var made: [TokenSigner] = []
        for _ in 0..<count { made.append(try await TokenSigner(privateKeyPEM: try TokenSigner.newPrivateKeyPEM())) }
        return made
    }

    private func keys(_ old: TokenSigner, _ new: TokenSigner, keeping seconds: TimeInterval) throws -> PublicKeys {
        var keys = try PublicKeys(old.publicKeyPEM)
        keys.begin(new.publicKeyPEM, at: now, keeping: seconds)
        return keys
    }

    @Test func tokensOfTheFormerKeyHoldForItsTimeAndNoLonger() async throws {
        let house = try await HouseOfTests()
        let old = try await TokenSigner(privateKeyPEM: try TokenSigner.newPrivateKeyPEM())
        let new = try await TokenSigner(privateKeyPEM: try TokenSigner.newPrivateKeyPEM())
        let text = try keys(old, new, keeping: 3_600).text
        let (before, after) = (try await old.sign(house.staff, lifetime: 86_400), try await new.sign(house.staff, lifetime: 86_400))
        let present = try await TokenVerifier(publicKeyPEM: text)
        #expect(try await present.verify(before).subject == house.staff.subject)
        #expect(try await present.verify(after).subject == house.staff.subject)
        let later = try await TokenVerifier(publicKeyPEM: text, clock: WallClock { Date() + 3_700 })
        await #expect(throws: TokenFault.invalid) { try await later.verify(before) }
        #expect(try await later.verify(after).subject == house.staff.subject)
    }

    @Test func aTokenThatIsKnownEndsWithItsKeyToo() async throws {
        let house = try await HouseOfTests()
        let old = try await TokenSigner(privateKeyPEM: try TokenSigner.newPrivateKeyPEM())
        let new = try await TokenSigner(privateKeyPEM: try TokenSigner.newPrivateKeyPEM())
        let clock = MovedClock()
        let verifier = try await TokenVerifier(publicKeyPEM: try keys(old, new, keeping: 60).text, clock: clock.wall)
        let token = try await old.sign(house.staff, lifetime: 600)
        #expect(try await verifier.verify(token).subject == house.staff.subject)
        clock.move(by: 61)
        await #expect(throws: TokenFault.invalid) { try await verifier.verify(token) }
    }

    @Test func aKeyThatIsGoneAtOnceOpensNothing() async throws {
        let house = try await HouseOfTests()
        let old = try await TokenSigner(privateKeyPEM: try TokenSigner.newPrivateKeyPEM())
        let new = try await TokenSigner(privateKeyPEM: try TokenSigner.newPrivateKeyPEM())
        let verifier = try await TokenVerifier(publicKeyPEM: try keys(old, new, keeping: 0).text, clock: WallClock { Date() + 1 })
        let token = try await old.sign(house.staff, lifetime: 600)
        await #expect(throws: TokenFault.invalid) { try await verifier.verify(token) }
    }

    @Test func keysBeforeTheLastEndWithItAtOnce() async throws {
        let house = try await HouseOfTests()
        let signers = try await Self.signers(3)
        var keys = try keys(signers[0], signers[1], keeping: 86_400)
        keys.begin(signers[2].publicKeyPEM, at: now, keeping: 0)
        let verifier = try await TokenVerifier(publicKeyPEM: keys.text, clock: WallClock { Date() + 1 })
        for stolen in signers.dropLast() {
            let token = try await stolen.sign(house.staff, lifetime: 600)
            await #expect(throws: TokenFault.invalid) { try await verifier.verify(token) }
        }
        #expect(try await verifier.verify(try await signers[2].sign(house.staff, lifetime: 600)).subject == house.staff.subject)
    }

    /// A token that names another key's id is held against that key, and not against the one that made it.
    @Test func aTokenIsHeldAgainstTheKeyItNames() async throws {
        let house = try await HouseOfTests()
        let old = try await TokenSigner(privateKeyPEM: try TokenSigner.newPrivateKeyPEM())
        let key = try TokenSigner.newPrivateKeyPEM()
        let new = try await TokenSigner(privateKeyPEM: key)
        let verifier = try await TokenVerifier(publicKeyPEM: try keys(old, new, keeping: 60).text)
        let id = JWKIdentifier(string: try PublicKeys(old.publicKeyPEM).all[0].id)
        let forger = await JWTKeyCollection().add(eddsa: try EdDSA.PrivateKey(pem: key), kid: id)
        let forged = try await forger.sign(TokenClaims(house.staff, at: now, lifetime: 60), kid: id)
        await #expect(throws: TokenFault.invalid) { try await verifier.verify(forged) }
    }

    @Test func theFileSaysWhatItIsToldAndRefusesWhatItIsNot() async throws {
        let old = try await TokenSigner(privateKeyPEM: try TokenSigner.newPrivateKeyPEM())
        let new = try await TokenSigner(privateKeyPEM: try TokenSigner.newPrivateKeyPEM())
        var keys = try keys(old, new, keeping: 86_400)
        keys.date(from: now)
        let read = try PublicKeys(keys.text)
        #expect(read.all.map(\.id) == keys.all.map(\.id) && read.all[0].endsAt == nil && read.all[1].endsAt != nil)
        #expect(try PublicKeys(read.text) == read)
        for text in ["", "nonsense\n", "Made: 2026-01-01T00:00:00Z\n", old.publicKeyPEM.replacing("-----END PUBLIC KEY-----", with: "")] {
            #expect(throws: (any Error).self) { try PublicKeys(text) }
        }
    }

    /// What the former key signed of the audit trail holds for ever.
    @Test func headsOfTheFormerKeyStayGood() async throws {
        let old = try await TokenSigner(privateKeyPEM: try TokenSigner.newPrivateKeyPEM())
        let new = try await TokenSigner(privateKeyPEM: try TokenSigner.newPrivateKeyPEM())
        let block = TrailBlock(["x"], after: nil, on: LegalDate(now), at: now)
        let head = try await old.sign(TrailHead(block, at: now))
        let text = try keys(old, new, keeping: 0).text
        #expect(try await TrailHead.verified(head, publicKeyPEM: text).number == block.number)
        await #expect(throws: (any Error).self) { try await TrailHead.verified(head, publicKeyPEM: new.publicKeyPEM) }
        // What a key signs after its end was signed by somebody who stole it.
        let late = try await old.sign(TrailHead(block, at: now + 60))
        await #expect(throws: (any Error).self) { try await TrailHead.verified(late, publicKeyPEM: text) }
    }
}

/// A clock that a test moves.
private final class MovedClock: Sendable {
    private let seconds = Mutex(0.0)

    var wall: WallClock { WallClock { [self] in Date() + seconds.withLock { $0 } } }

    func move(by more: Double) { seconds.withLock { $0 += more } }
}
