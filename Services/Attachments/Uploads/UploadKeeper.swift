import Database
import Foundation
import Logging
import Models
import ServiceLifecycle

/// Sees to it that no upload is left lying: stores what is whole, puts together what is to be joined, joins what waited for its case, expires
/// what nobody goes on with, rejects what nobody's case claims, and clears away files that nothing needs; and sends papers along with cases that
/// were passed on. At start, then every few seconds, and when it is woken; several copies of it do each other no harm.
struct UploadKeeper: Service {
    private static let pause = Duration.seconds(5)

    let database: Database
    let uploads: UploadStore
    let folder: PaperFolder
    let finish: FinishUpload
    let join: JoinParts
    let claims: ClaimUploads
    let ending: EndUpload
    let along: SendPapersAlong
    let wake: Wake
    let clock: WallClock
    let logger: Logger

    func run() async throws {
        await attempt("clearing files") { try await clearFiles() }
        let (ticks, ticking) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                while (try? await Task.sleep(for: Self.pause)) != nil { ticking.yield() }
            }
            group.addTask {
                for await _ in wake.rings { ticking.yield() }
            }
            group.addTask {
                await round()
                for await _ in ticks.cancelOnGracefulShutdown() { await round() }
            }
            try? await gracefulShutdown()
            ticking.finish()
            group.cancelAll()
        }
    }

    /// Everything that is due now. What fails is logged and tried again in the next round.
    func round() async {
        await attempt("claiming") { try await claim() }
        await attempt("finishing") { try await finishWhole() }
        await attempt("sending papers along") { try await along() }
        await attempt("expiring") { try await endDue(expired) }
        await attempt("rejecting") { try await endDue(unclaimed) }
    }

    /// Removes files of uploads that are over, and of those that the ledger does not know.
    func clearFiles() async throws {
        let onDisk = try await folder.partsOnDisk()
        for slice in stride(from: 0, to: onDisk.count, by: 1_000) {
            let some = Array(onDisk[slice..<min(slice + 1_000, onDisk.count)])
            let live = try await database.transaction(.service) { try await uploads.live(among: some, in: $0) }
            for id in some where !live.contains(id) { try await folder.removePart(id) }
        }
    }

    private func claim() async throws {
        let claimable = try await database.transaction(.service) { try await uploads.claimable(in: $0) }
        for id in claimable {
            try await database.transaction(.service) { try await claims.claim(for: id, in: $0) }
        }
    }

    private func finishWhole() async throws {
        let unfinished = try await database.transaction(.service) { try await uploads.unfinished(in: $0) }
        for upload in unfinished {
            await attempt("finishing \(upload.id)") {
                if upload.state == .receiving { try await join.join(upload.id) } else { try await finish.finish(upload.id) }
            }
        }
    }

    /// Ends batches until none is due any more. Files go after the commit; one that a crash leaves behind is cleared away at the next start.
    private func endDue(_ batch: (Transaction) async throws -> [UploadID]) async throws {
        while true {
            let ended = try await database.transaction(.service) { try await batch($0) }
            for id in ended { try await folder.removePart(id) }
            if ended.isEmpty { return }
        }
    }

    private func expired(in transaction: Transaction) async throws -> [UploadID] {
        let due = try await uploads.expired(at: clock.now, in: transaction)
        for upload in due { try await ending.expire(upload, in: transaction) }
        return due.map(\.id)
    }

    private func unclaimed(in transaction: Transaction) async throws -> [UploadID] {
        let due = try await uploads.unclaimed(at: clock.now, in: transaction)
        for upload in due { try await ending.reject(upload, .caseUnknown, in: transaction) }
        return due.map(\.id)
    }

    private func attempt(_ what: String, _ work: () async throws -> Void) async {
        do {
            try await work()
        } catch {
            logger.error("\(what) failed; it is tried again", metadata: ["error": "\(error)"])
        }
    }
}
