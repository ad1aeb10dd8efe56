import Database
import Foundation
import HTTPTypes
import Logging
import Models
import ServiceKit
import ServiceLifecycle

/// Adds bytes to an upload.
///
/// What the ledger says has been received is on disk and synced before the ledger says so. While bytes stream in, the ledger follows every few
/// megabytes or seconds; whatever ends the request, what has arrived by then is kept, but with a checksum it is kept whole or not at all. A
/// process that dies loses at most what the ledger did not yet say: the next writer cuts the file to the ledger's length.
struct AppendToUpload: Sendable {
    private static let stepBytes = 4_194_304
    private static let stepTime = Duration.seconds(2)
    /// How long a writer waits for the one before it, whose line may have broken without the service having heard of it.
    private static let patience = Duration.seconds(3)
    private static let pause = Duration.milliseconds(50)

    let database: Database
    let uploads: UploadStore
    let folder: PaperFolder
    let levers: UploadLevers
    let finish: FinishUpload
    let clock: WallClock
    let logger: Logger

    /// What a request says of its bytes.
    struct Chunk: Sendable {
        /// Where they belong.
        var offset: Int
        /// How many there should be, if that was said.
        var announced: Int?
        /// The upload's whole length, where it comes only now.
        var length: Int?
        var checksum: UploadChecksum?
        /// Whether the end of the bytes is the end of the upload.
        var isLast = false
    }

    /// Adds what `source` gives. Returns the upload as it is then. Throws 409 for another offset, 410, 413, 423 while another writer is at it,
    /// 460 for a wrong checksum, 507 where the disk is full, 400 where the bytes ended too early.
    func append(_ chunk: Chunk, from source: some ByteSource, to id: UploadID, in scope: Scope) async throws -> Upload {
        let seen = try await find(id, in: scope)
        try check(chunk, against: seen)
        // An upload of which all is here takes no more: its file may be on the way to its lasting place.
        guard seen.state == .receiving else { return seen }
        guard let part = try await openOnceFree(seen) else { throw TusProblem.locked }
        let upload = try await reconciled(try await find(id, in: scope), with: part, in: scope)
        try check(chunk, against: upload)
        guard upload.state == .receiving else { return upload }
        let length = upload.length ?? chunk.length
        let limit = length ?? levers.maximum
        if let announced = chunk.announced, announced > limit - chunk.offset { throw Problem.tooLarge(maximum: limit) }
        let writer = ChunkWriter(part, at: chunk.offset, limit: limit, digest: chunk.checksum?.algorithm.begin())
        let ledger = Ledger(
            store: uploads, database: database, levers: levers, clock: clock, scope: scope, upload: upload.id, received: upload.received,
            length: length)
        let fault = await stream(source, into: writer, ledger: ledger, isChecked: chunk.checksum != nil)
        return try await Task { try await settle(chunk, fault, writer, ledger, part, upload.id, scope) }.value
    }

    /// Streams until the end, a fault, a long silence, or the end of the service. Returns the fault.
    private func stream(
        _ source: some ByteSource, into writer: ChunkWriter, ledger: Ledger, isChecked: Bool
    ) async -> (any Error)? {
        await withTaskGroup(of: (any Error)?.self) { group in
            group.addTask {
                do {
                    var lastStep = (at: await writer.position, time: ContinuousClock.now)
                    while let piece = try await source.next() {
                        try await writer.take(piece)
                        let position = await writer.position
                        guard !isChecked, position - lastStep.at >= Self.stepBytes || .now - lastStep.time > Self.stepTime else { continue }
                        // The end of the upload is entered once the request has ended.
                        if position < ledger.length ?? .max { try await ledger.follow(to: try await writer.sync()) }
                        lastStep = (position, .now)
                    }
                    return Task.isCancelled ? Silence() : nil
                } catch {
                    return error
                }
            }
            group.addTask {
                while await writer.silence() < levers.silence {
                    guard (try? await Task.sleep(for: .seconds(1))) != nil else { break }
                }
                return Silence()
            }
            group.addTask {
                try? await gracefulShutdown()
                return Closing()
            }
            let fault = await group.next() ?? nil
            group.cancelAll()
            return fault
        }
    }

    /// Keeps what has arrived, or none of it, and enters it. Runs to its end also where the request was cancelled.
    private func settle(
        _ chunk: Chunk, _ fault: (any Error)?, _ writer: ChunkWriter, _ ledger: Ledger, _ part: PartFile, _ id: UploadID, _ scope: Scope
    ) async throws -> Upload {
        let arrived = await writer.position - chunk.offset
        let isWhole = fault == nil && arrived == chunk.announced ?? arrived
        if fault is ChunkWriter.TooMuch { try await drop(part, to: await ledger.received) }
        if let checksum = chunk.checksum, fault is ChunkWriter.TooMuch == false {
            guard isWhole, await writer.finishedDigest() == checksum.digest else {
                try await drop(part, to: chunk.offset)
                if let fault { throw Self.problem(of: fault) }
                throw isWhole ? TusProblem.checksumMismatch : TusProblem.interrupted
            }
        }
        switch fault {
        case is ChunkWriter.TooMuch: throw Problem.tooLarge(maximum: ledger.length ?? levers.maximum)
        case let fault as DiskError: throw Self.problem(of: fault)
        case let fault as Problem: throw fault
        default: break
        }
        try await ledger.follow(to: try await writer.sync(), isEnd: chunk.isLast && isWhole)
        if let fault {
            logger.info("upload interrupted", metadata: ["upload": "\(id)", "kept": "\(arrived)", "error": "\(fault)"])
            throw Self.problem(of: fault)
        }
        guard isWhole else { throw TusProblem.interrupted }
        let upload = try await find(id, in: scope)
        guard upload.state == .received else { return upload }
        return try await finish.finishNow(upload, part: part, in: scope)
    }

    private func drop(_ part: PartFile, to offset: Int) async throws {
        try await part.truncate(to: offset)
    }

    private func openOnceFree(_ upload: Upload) async throws -> PartFile? {
        let end = ContinuousClock.now + Self.patience
        while true {
            if let part = try await open(upload) { return part }
            guard .now < end else { return nil }
            try await Task.sleep(for: Self.pause)
        }
    }

    private func open(_ upload: Upload) async throws -> PartFile? {
        do {
            return try await folder.openPart(upload.id, create: upload.received == 0)
        } catch let error as DiskError where error.code == ENOENT {
            logger.error("an upload's file is gone", metadata: ["upload": "\(upload.id)", "received": "\(upload.received)"])
            return try await folder.openPart(upload.id, create: true)
        }
    }

    /// Makes file and ledger agree: what the file has beyond the ledger was never acknowledged and is cut off; what the ledger has beyond the
    /// file is lost, and the ledger goes back to the file.
    private func reconciled(_ upload: Upload, with part: PartFile, in scope: Scope) async throws -> Upload {
        guard upload.state == .receiving else { return upload }
        let size = try await part.size()
        if size > upload.received { try await part.truncate(to: upload.received) }
        guard size < upload.received else { return upload }
        logger.error("an upload's file is shorter than the ledger", metadata: ["upload": "\(upload.id)", "file": "\(size)"])
        let now = clock.now
        try await database.transaction(scope) {
            try await uploads.takeBack(upload.id, to: size, at: now, expires: levers.expiry(after: now), in: $0)
        }
        return try await find(upload.id, in: scope)
    }

    private func find(_ id: UploadID, in scope: Scope) async throws -> Upload {
        guard let upload = try await database.transaction(scope, { try await uploads.find(id, in: $0) }) else { throw Problem.notFound() }
        return upload
    }

    private func check(_ chunk: Chunk, against upload: Upload) throws {
        guard upload.shape != .final else {
            throw Problem.forbidden(Bilingual(vi: "Tệp ghép không nhận thêm dữ liệu.", en: "A final upload takes no bytes."))
        }
        guard !upload.isGone(at: clock.now) else { throw TusProblem.gone }
        guard chunk.offset == upload.received else { throw TusProblem.wrongOffset(upload.received) }
        if let length = chunk.length {
            guard upload.length == nil || upload.length == length else {
                throw Problem.malformed(Bilingual(vi: "Upload-Length đã được định trước.", en: "Upload-Length is set already."))
            }
            guard length >= upload.received else {
                throw Problem.malformed(
                    Bilingual(vi: "Upload-Length nhỏ hơn phần đã nhận.", en: "Upload-Length is less than what has arrived."))
            }
        }
        if upload.state != .receiving, let announced = chunk.announced, announced > 0 {
            throw Problem.tooLarge(maximum: upload.length)
        }
    }

    private static func problem(of fault: any Error) -> any Error {
        switch fault {
        case let fault as Problem: fault
        case let fault as DiskError where fault.isFull: TusProblem.diskFull
        case is DiskError, is DatabaseError: fault
        case is Closing: Problem.unavailable()
        default: TusProblem.interrupted
        }
    }

    /// Nothing came for too long.
    struct Silence: Error {}

    /// The service is being stopped: what has arrived is kept, the rest goes to its next run.
    struct Closing: Error {}
}

extension AppendToUpload {
    /// Where to go on: the smaller of what the ledger says and what the file has.
    func trueOffset(of upload: Upload) async throws -> Int {
        guard upload.state == .receiving, upload.received > 0 else { return upload.received }
        return min(upload.received, try await folder.sizeOfPart(upload.id) ?? 0)
    }
}
