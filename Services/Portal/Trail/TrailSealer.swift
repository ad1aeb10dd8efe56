import Database
import Foundation
import Logging
import Models
import ServiceKit
import ServiceLifecycle

/// Seals what was gathered into the chain, signs its head every hour, and exports both into the data folder; one copy of Portal at a time.
struct TrailSealer: Service {
    private static let pause = Duration.seconds(5)
    private static let entries = 1_000
    private static let blocks = 50
    /// Seconds between two heads.
    private static let headInterval = 3_600.0
    /// Seconds between two looks for days whose time is over.
    private static let retentionInterval = 3_600.0

    let database: Database
    let trail: TrailStore
    let retention: TrailRetention
    let signer: TokenSigner
    let folder: URL
    let clock: WallClock
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            // What an earlier run sealed may not be on disk.
            var isExportDue = true
            var areRootsDue = true
            var lastDropping = Date.distantPast
            while !Task.isCancelled {
                do {
                    if try await seal() { isExportDue = true }
                    if try await signHead() { isExportDue = true }
                    if abs(clock.now.timeIntervalSince(lastDropping)) >= Self.retentionInterval {
                        let dropped = try await retention.round()
                        lastDropping = clock.now
                        if dropped > 0 {
                            logger.notice("days of the audit trail dropped", metadata: ["days": "\(dropped)"])
                            (isExportDue, areRootsDue) = (true, true)
                        }
                    }
                    if isExportDue, try await export(withRoots: areRootsDue) { (isExportDue, areRootsDue) = (false, false) }
                } catch {
                    logger.warning("the audit trail could not be sealed", metadata: ["error": "\(error)"])
                }
                try? await Task.sleep(for: Self.pause)
            }
        }
    }

    /// Seals what there is. False where there was nothing.
    private func seal() async throws -> Bool {
        var hasSealed = false
        while try await database.transaction(.service, { try await trail.seal(limit: Self.entries, at: clock.now, in: $0) }) {
            hasSealed = true
        }
        return hasSealed
    }

    /// Signs the head, where it is time to. False where it is not.
    private func signHead() async throws -> Bool {
        try await database.transaction(.service) { transaction in
            guard let last = try await trail.last(in: transaction) else { return false }
            if let head = try await trail.lastHead(in: transaction) {
                guard head.number < last.number, abs(clock.now.timeIntervalSince(head.signedAt)) >= Self.headInterval else { return false }
            }
            let token = try await signer.sign(TrailHead(last, at: clock.now))
            try await trail.keep(token, of: last, at: clock.now, in: transaction)
            return true
        }
    }

    /// Writes the blocks behind the last whole one that is on disk, and the heads. False where another copy writes: then it is to be tried again.
    ///
    /// - Parameter withRoots: whether days may have been dropped since the last time.
    private func export(withRoots: Bool) async throws -> Bool {
        try await database.transaction(.service) { transaction in
            guard try await Self.isAlone(transaction) else { return false }
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            if withRoots { try await retention.settle(in: folder, transaction) }
            var last = max(try lastExported(), try await retention.lastDropped(in: transaction))
            while case let sealed = try await trail.sealed(after: last, limit: Self.blocks, in: transaction), let end = sealed.last {
                for one in sealed { try append(try TrailFile.text(one), to: "\(one.block.day).jsonl") }
                last = end.block.number
            }
            let heads = try await trail.heads(in: transaction)
            let text = heads.map { $0 + "\n" }.joined()
            if !heads.isEmpty { try Data(text.utf8).write(to: folder.appending(path: TrailFile.heads), options: .atomic) }
            return true
        }
    }

    /// Whether this copy of Portal may change what is exported, until the transaction's end.
    static func isAlone(_ transaction: Transaction) async throws -> Bool {
        try await transaction.value("select pg_try_advisory_xact_lock(hashtext('portal trail export'))", as: Bool.self) ?? false
    }

    /// The number of the last block on disk; what was half written behind it is cut off.
    private func lastExported() throws -> Int {
        for file in TrailFile.days(in: folder).reversed() {
            let end = try TrailFile.end(of: file)
            let handle = try FileHandle(forWritingTo: file)
            defer { try? handle.close() }
            try handle.truncate(atOffset: UInt64(end.length))
            if let last = end.last { return last.number }
        }
        return 0
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
