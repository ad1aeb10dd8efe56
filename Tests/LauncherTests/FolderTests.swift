import Foundation
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
