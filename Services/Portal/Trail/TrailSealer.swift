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
    /// Seconds between two heads.
    private static let headInterval = 3_600.0
    /// Seconds between two looks for days whose time is over.
    private static let retentionInterval = 3_600.0

    let database: Database
    let trail: TrailStore
    let retention: TrailRetention
    let signer: TokenSigner
    let exporter: TrailExport
    let clock: WallClock
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            // What an earlier run sealed may not be on disk.
            var isExportDue = true
            var areRootsDue = true
            var lastDropping = Date.distantPast
            while !Task.isCancelled {
                // Each by itself: where one fails, the others go on.
                if await step("sealed", seal) { isExportDue = true }
                if await step("signed", signHead) { isExportDue = true }
                if abs(clock.now.timeIntervalSince(lastDropping)) >= Self.retentionInterval {
                    lastDropping = clock.now
                    if await step("shortened", drop) { (isExportDue, areRootsDue) = (true, true) }
                }
                let withRoots = areRootsDue
                if isExportDue, await step("exported", { try await exporter.export(withRoots: withRoots) }) {
                    (isExportDue, areRootsDue) = (false, false)
                }
                try? await Task.sleep(for: Self.pause)
            }
        }
    }

    /// Whether it was done; false where it failed, which is logged.
    private func step(_ what: String, _ body: () async throws -> Bool) async -> Bool {
        do {
            return try await body()
        } catch {
            logger.warning("the audit trail could not be \(what)", metadata: ["error": "\(error)"])
            return false
        }
    }

    /// Drops the days whose time is over. False where there was none.
    private func drop() async throws -> Bool {
        let dropped = try await retention.round()
        if dropped > 0 { logger.notice("days of the audit trail dropped", metadata: ["days": "\(dropped)"]) }
        return dropped > 0
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

    /// Whether this copy of Portal may change what is exported, until the transaction's end.
    static func isAlone(_ transaction: Transaction) async throws -> Bool {
        try await transaction.value("select pg_try_advisory_xact_lock(hashtext('portal trail export'))", as: Bool.self) ?? false
    }
}
