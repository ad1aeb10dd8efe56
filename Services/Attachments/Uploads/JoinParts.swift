import Database
import Foundation
import Logging
import Models
import NIOCore

/// Puts a final upload together from its parts (tus 1.0.0, Concatenation): begun anew from the first byte as often as it was broken off.
struct JoinParts: Sendable {
    private static let piece = 1_048_576

    let database: Database
    let uploads: UploadStore
    let folder: PaperFolder
    let ending: EndUpload
    let finish: FinishUpload
    let levers: UploadLevers
    let clock: WallClock
    let logger: Logger

    /// Joins the upload, if it still is to be, and nobody else is at it.
    func join(_ id: UploadID) async throws {
        guard let file = try await folder.openPart(id, create: true) else { return }
        guard let upload = try await database.transaction(.service, { try await uploads.find(id, in: $0) }), upload.shape == .final,
            upload.state == .receiving, let length = upload.length
        else { return }
        guard try await copy(upload.parts, to: file) == length else { return try await ending.reject(id, .partsGone) }
        try await file.sync()
        guard try await enter(upload, length: length) else { return try await ending.reject(id, .partsGone) }
        for part in upload.parts { try await folder.removePart(part) }
        guard let whole = try await database.transaction(.service, { try await uploads.find(id, in: $0) }) else { return }
        _ = try await finish.finishNow(whole, part: file, in: .service)
    }

    /// Returns the number of bytes.
    private func copy(_ parts: [UploadID], to file: PartFile) async throws -> Int {
        try await file.truncate(to: 0)
        var end = 0
        for id in parts {
            guard let source = try await openExisting(id) else { return -1 }
            var offset = 0
            while true {
                let bytes = try await source.read(Self.piece, at: offset)
                guard bytes.readableBytes > 0 else { break }
                try await file.write(bytes, at: end)
                offset += bytes.readableBytes
                end += bytes.readableBytes
            }
        }
        return end
    }

    private func openExisting(_ id: UploadID) async throws -> PartFile? {
        do {
            return try await folder.openPart(id, create: false)
        } catch let error as DiskError where error.code == ENOENT {
            return nil
        }
    }

    /// In one transaction: the final upload is whole, its parts are used up. False where a part is gone.
    private func enter(_ upload: Upload, length: Int) async throws -> Bool {
        let now = clock.now
        do {
            return try await database.transaction(.service) { transaction in
                guard try await uploads.join(upload.parts, at: now, in: transaction) else { throw PartsGone() }
                return try await uploads.advance(
                    upload.id, from: upload.received, to: length, length: length, at: now, expires: levers.expiry(after: now),
                    in: transaction)
            }
        } catch is PartsGone {
            return false
        }
    }

    private struct PartsGone: Error {}
}
