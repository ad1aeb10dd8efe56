import Database
import Foundation
import Logging
import Models
import ServiceKit

/// Writes the sealed trail and its heads into a folder, only ever behind what stands there; see ``TrailFile``.
struct TrailExport: Sendable {
    private static let blocks = 50

    let database: Database
    let trail: TrailStore
    let retention: TrailRetention
    let folder: URL
    let logger: Logger

    /// Writes the blocks and heads that are not on disk yet. False where another copy writes: then it is to be tried again.
    ///
    /// - Parameter withRoots: whether days may have been dropped since the last time.
    func export(withRoots: Bool) async throws -> Bool {
        try await database.transaction(.service) { transaction in
            guard try await TrailSealer.isAlone(transaction) else { return false }
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            if withRoots { try await retention.settle(in: folder, transaction) }
            var last = try await lastShared(transaction)
            while case let sealed = try await trail.sealed(after: last, limit: Self.blocks, in: transaction), let end = sealed.last {
                for one in sealed { try append(try TrailFile.text(one), to: "\(one.block.day).jsonl") }
                last = end.block.number
            }
            try await writeHeads(transaction)
            return true
        }
    }

    /// The number of the last block on disk; what was half written behind it is cut off.
    ///
    /// Where that block is not the chain's (the database was restored from a backup, and has gone on from there), all that the chain does not have is
    /// set aside first, and the last block that both have counts.
    private func lastShared(_ transaction: Transaction) async throws -> Int {
        let dropped = try await retention.lastDropped(in: transaction)
        guard let end = try lastOnDisk(), end.number > dropped else { return dropped }
        let known = try await trail.hashes(of: end.number...end.number, in: transaction)
        return known[end.number] == end.sha256 ? end.number : max(dropped, try await setAside(transaction))
    }

    private func lastOnDisk() throws -> TrailBlock? {
        for file in TrailFile.days(in: folder).reversed() {
            let end = try TrailFile.end(of: file)
            let handle = try FileHandle(forWritingTo: file)
            defer { try? handle.close() }
            try handle.truncate(atOffset: UInt64(end.length))
            if let last = end.last { return last }
        }
        return nil
    }

    /// Copies what is not the chain's, and the heads that were signed of it, into a folder of its own, and cuts it off. Returns the last block that the
    /// chain and the files share.
    private func setAside(_ transaction: Transaction) async throws -> Int {
        let place = folder.appending(path: "set-aside-\(UUID.v7(at: Date()).text)", directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        logger.error(
            "the exported audit trail is not the database's, as after a restore: what the database does not have was set aside",
            metadata: ["folder": "\(place.path)"])
        let heads = folder.appending(path: TrailFile.heads)
        if FileManager.default.fileExists(atPath: heads.path) {
            try FileManager.default.copyItem(at: heads, to: place.appending(path: TrailFile.heads))
            try FileManager.default.removeItem(at: heads)
        }
        for file in TrailFile.days(in: folder).reversed() {
            let shared = try await shared(of: file, transaction)
            // In a copy first, so that no moment has neither.
            try FileManager.default.copyItem(at: file, to: place.appending(path: file.lastPathComponent))
            guard let last = shared.last else {
                try FileManager.default.removeItem(at: file)
                continue
            }
            try Data(try shared.map(TrailFile.text).joined().utf8).write(to: file, options: .atomic)
            return last.block.number
        }
        return 0
    }

    /// The blocks of a file, from its first on, that the chain has too.
    private func shared(of file: URL, _ transaction: Transaction) async throws -> [TrailFile.Sealed] {
        // What cannot be read is set aside whole, and written again.
        guard let sealed = try? TrailFile.read(file), let first = sealed.first?.block.number, let last = sealed.last?.block.number,
            first <= last
        else { return [] }
        let known = try await trail.hashes(of: first...last, in: transaction)
        return Array(sealed.prefix { known[$0.block.number] == $0.block.sha256 })
    }

    /// Adds the heads behind the last one on disk. All are written where that is none of the chain's.
    private func writeHeads(_ transaction: Transaction) async throws {
        let file = folder.appending(path: TrailFile.heads)
        if let token = try TrailFile.lastLine(of: file), let number = try await trail.head(token, in: transaction) {
            let heads = try await trail.heads(after: number, in: transaction)
            if !heads.isEmpty { try append(heads.map { $0 + "\n" }.joined(), to: TrailFile.heads) }
        } else {
            let heads = try await trail.heads(after: 0, in: transaction)
            if !heads.isEmpty { try Data(heads.map { $0 + "\n" }.joined().utf8).write(to: file, options: .atomic) }
        }
    }

    private func append(_ text: String, to name: String) throws {
        let file = folder.appending(path: name)
        if !FileManager.default.fileExists(atPath: file.path) {
            _ = FileManager.default.createFile(atPath: file.path, contents: nil, attributes: [.posixPermissions: 0o600])
        }
        let handle = try FileHandle(forWritingTo: file)
        defer { try? handle.close() }
        try handle.seekToEnd()
        try handle.write(contentsOf: Data(text.utf8))
        try handle.synchronize()
    }
}
