import Foundation
import ServiceKit
import Testing

@testable import Launcher

@Suite struct FolderTests {
    let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    @Test func aFolderWithOtherThingsIsRefused() throws {
        try "mine".write(toFile: "\(scratch.path)/letter.txt", atomically: true, encoding: .utf8)
        let error = #expect(throws: LaunchError.self) { try DataFolder.make(scratch.path, for: nil) }
        #expect(error?.what.contains("letter.txt") == true)
    }

    @Test func aFolderOfALaterLayoutIsRefused() throws {
        let folder = try scratch.dataFolder()
        try "99".write(toFile: folder.layout, atomically: true, encoding: .utf8)
        #expect(throws: LaunchError.self) { try DataFolder.make(folder.path, for: nil) }
    }

    @Test func whatIsNoDataFolderIsNotTakenForOne() throws {
        #expect(throws: LaunchError.self) { try DataFolder.existing("\(scratch.path)/nothing") }
        #expect(throws: LaunchError.self) { try DataFolder.existing(scratch.path) }
        let folder = try scratch.dataFolder()
        #expect(try DataFolder.existing(folder.path).path == folder.path)
    }

    @Test func onlyOneHoldsTheLock() throws {
        let folder = try scratch.dataFolder()
        var first = try FolderLock.take(folder)
        #expect(first != nil)
        #expect(try FolderLock.take(folder) == nil)
        first = nil
        #expect(try FolderLock.take(folder) != nil)
    }

    @Test func whoWaitsGetsTheLockWhenItsHolderDies() async throws {
        let folder = try scratch.dataFolder()
        let holder = try Launch(
            executable: "/usr/bin/flock", arguments: [folder.lock, "/bin/sleep", "60"], environment: [:], folder: "/",
            output: .log("\(scratch.path)/log")
        ).spawn()
        while try FolderLock.take(folder) != nil { await Task.yield() }
        holder.send(SIGKILL, group: true)
        #expect(try await FolderLock.wait(folder, limit: .seconds(10)) != nil)
    }

    @Test func passwordsAreMadeOnceAndPrivate() throws {
        let folder = try scratch.dataFolder()
        let first = try Passwords.of(folder)
        #expect(try Passwords.of(folder).owners == first.owners)
        #expect(Set(first.owners.values).union(first.logins.values).union(first.brokerUsers.values).count == 18)
        let mode = try FileManager.default.attributesOfItem(atPath: folder.passwords)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test func passwordsAreRenewedWhereTheServersAreOurs() throws {
        let folder = try scratch.dataFolder()
        let first = try Passwords.of(folder)
        let own = try Passwords.renewed(in: folder, database: false, broker: true)
        #expect(own.logins == first.logins && own.owners == first.owners && own.databaseAdministrator == first.databaseAdministrator)
        #expect(Set(own.brokerUsers.values).isDisjoint(with: first.brokerUsers.values) && own.brokerCookie != first.brokerCookie)
        let all = try Passwords.renewed(in: folder, database: true, broker: true)
        #expect(Set(all.logins.values).isDisjoint(with: first.logins.values))
        #expect(try Passwords.of(folder).logins == all.logins)
    }

    @Test func aKeyIsRenewedWhenItsTimeIsOver() async throws {
        let folder = try scratch.dataFolder()
        let start = Date()
        try await SigningKeys.make(in: folder, at: start)
        let first = try SigningKeys.known(in: folder).all[0]
        try await SigningKeys.make(in: folder, at: start + SigningKeys.life - 60)
        #expect(try SigningKeys.known(in: folder).all.map(\.id) == [first.id])
        try await SigningKeys.make(in: folder, at: start + SigningKeys.life + 60)
        let keys = try SigningKeys.known(in: folder).all
        #expect(keys.count == 2 && keys[1].id == first.id && keys[0].endsAt == nil)
        let end = try #require(keys[1].endsAt)
        #expect(abs(end.timeIntervalSince(start + SigningKeys.life + 60 + SigningKeys.longestToken)) < 2)
        let signer = try await TokenSigner(privateKeyPEM: String(contentsOfFile: folder.privateKey, encoding: .utf8))
        #expect(PublicKeys.Key(pem: signer.publicKeyPEM).id == keys[0].id)
    }

    /// Wherever a renewal is cut short, the two files belong together at the next start.
    @Test(arguments: [true, false]) func aRenewalThatWasCutShortGoesOn(hasPublic: Bool) async throws {
        let folder = try scratch.dataFolder()
        try await SigningKeys.make(in: folder)
        let next = try TokenSigner.newPrivateKeyPEM()
        try PrivateFile.write(next + "\n", to: folder.nextPrivateKey)
        if hasPublic {
            var keys = try SigningKeys.known(in: folder)
            keys.begin(try await TokenSigner(privateKeyPEM: next).publicKeyPEM, at: Date(), keeping: 60)
            try PrivateFile.write(keys.text, to: folder.publicKey)
        }
        try await SigningKeys.make(in: folder)
        let signer = try await TokenSigner(privateKeyPEM: String(contentsOfFile: folder.privateKey, encoding: .utf8))
        #expect(try SigningKeys.known(in: folder).all[0].id == PublicKeys.Key(pem: signer.publicKeyPEM).id)
        #expect(!FileManager.default.fileExists(atPath: folder.nextPrivateKey))
        #expect(try SigningKeys.known(in: folder).all.count == (hasPublic ? 2 : 1))
    }

    @Test func theSigningKeyOfANewFolderSealsNothing() async throws {
        let folder = try scratch.dataFolder()
        try await SigningKeys.make(in: folder)
        let sealing = try String(contentsOfFile: folder.sealingKeys, encoding: .utf8)
        #expect(!sealing.contains("PRIVATE KEY"))
    }

    /// Of a backup that was brought back in part, what is there stays good.
    @Test func aFileThatIsMissingCostsNothingOfTheOther() async throws {
        let folder = try scratch.dataFolder()
        try await SigningKeys.make(in: folder)
        let first = try SigningKeys.known(in: folder).all[0].id
        let key = try String(contentsOfFile: folder.privateKey, encoding: .utf8)
        unlink(folder.publicKey)
        try await SigningKeys.make(in: folder)
        #expect(try SigningKeys.known(in: folder).all.map(\.id) == [first])
        #expect(try String(contentsOfFile: folder.privateKey, encoding: .utf8) == key)
        unlink(folder.privateKey)
        try await SigningKeys.make(in: folder)
        let keys = try SigningKeys.known(in: folder).all
        #expect(keys.count == 2 && keys[1].id == first && keys[1].endsAt != nil)
        let signer = try await TokenSigner(privateKeyPEM: String(contentsOfFile: folder.privateKey, encoding: .utf8))
        #expect(PublicKeys.Key(pem: signer.publicKeyPEM).id == keys[0].id)
    }

    @Test func whatWasSealedBeforeThereWereSealingKeysStillOpens() async throws {
        let folder = try scratch.dataFolder()
        try await SigningKeys.make(in: folder)
        unlink(folder.sealingKeys)
        try await SigningKeys.make(in: folder)
        let key = try String(contentsOfFile: folder.privateKey, encoding: .utf8)
        let read = { try JSONDecoder().decode([String].self, from: Data(contentsOf: URL(fileURLWithPath: folder.sealingKeys))) }
        #expect(try read().count == 2 && read().last == key)
        try SealingKeys.renew(in: folder)
        #expect(try read().count == 3 && read().last == key)
        let mode = try FileManager.default.attributesOfItem(atPath: folder.sealingKeys)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test func keysAreMadeOnceAndPrivate() async throws {
        let folder = try scratch.dataFolder()
        try await SigningKeys.make(in: folder)
        let key = try String(contentsOfFile: folder.privateKey, encoding: .utf8)
        try await SigningKeys.make(in: folder)
        #expect(try String(contentsOfFile: folder.privateKey, encoding: .utf8) == key)
        let mode = try FileManager.default.attributesOfItem(atPath: folder.privateKey)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test func longPathsGetTheirSocketsElsewhere() throws {
        let near = try scratch.dataFolder()
        #expect(try near.socketFolder() == "\(near.path)/run")
        let far = try scratch.dataFolder(String(repeating: "x", count: 90))
        let sockets = try far.socketFolder()
        #expect(sockets.hasPrefix("/tmp/caunoi-") && sockets.count < 80)
        try FileManager.default.removeItem(atPath: sockets)
    }
}
