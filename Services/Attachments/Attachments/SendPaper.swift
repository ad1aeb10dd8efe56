import Database
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import Models
import Outbox
import ServiceKit

/// Answers with the content of a paper, or with a part of it; the look is in the audit trail before the first byte goes out.
struct SendPaper: Sendable {
    private static let piece = 262_144

    let database: Database
    let folder: PaperFolder
    let clock: WallClock

    /// - Parameters:
    ///   - holder: with whom the look is on record.
    ///   - scope: in which it is written.
    func callAsFunction(
        _ paper: Attachment, of holder: OrganisationID, in scope: Scope, _ request: Request, _ context: ServiceContext
    ) async throws -> Response {
        func record(_ action: String, range: Range<Int>? = nil) async throws {
            var details = ["case": "\(paper.caseID)", "sha256": paper.sha256]
            if let range { details["range"] = "\(range.lowerBound)-\(range.upperBound - 1)" }
            let entry = try context.auditEntry(action, kind: "attachment", subject: paper.id.uuid, organisation: holder, details: details)
            try await database.transaction(scope) { try $0.audit(entry, at: clock.now) }
        }
        let etag = ETag(sha256: paper.sha256)
        var headers = Self.headers(etag)
        if request.alreadyHas(etag) {
            try await record("attachment.checked")
            return Response(status: .notModified, headers: headers)
        }
        let isSame = request.headers[.ifRange].map(etag.matches) ?? true
        let range = ByteRange(isSame ? request.headers[.range] : nil, size: paper.size)
        if range == .unsatisfiable {
            throw Problem(
                "range", status: .rangeNotSatisfiable, title: Bilingual(vi: "Ngoài phạm vi của tệp", en: "Outside of the file"),
                headers: [.contentRange: "bytes */\(paper.size)", .acceptRanges: "bytes"])
        }
        let file = try await open(paper, logger: context.logger)
        headers[.contentType] = paper.contentType
        headers[.contentDisposition] = FileName(claimed: paper.filename).given(as: paper.contentType).contentDisposition
        guard case .part(let bytes) = range else {
            try await record("attachment.downloaded")
            return Response(status: .ok, headers: headers, body: Self.body(of: file, 0..<paper.size))
        }
        try await record("attachment.downloaded", range: bytes)
        headers[.contentRange] = "bytes \(bytes.lowerBound)-\(bytes.upperBound - 1)/\(paper.size)"
        return Response(status: .partialContent, headers: headers, body: Self.body(of: file, bytes))
    }

    private func open(_ paper: Attachment, logger: Logger) async throws -> StoredFile {
        do {
            let file = try await folder.openStored(organisation: paper.organisation, sha256: paper.sha256)
            if file.size == paper.size { return file }
            logger.critical("a paper has not its size on disk", metadata: ["attachment": "\(paper.id)", "bytes": "\(file.size)"])
        } catch let error as DiskError {
            logger.critical("a paper cannot be read from disk", metadata: ["attachment": "\(paper.id)", "error": "\(error)"])
        }
        throw Problem.internalError()
    }

    /// Files of strangers run nowhere and stay in no cache (ARCHITECTURE, decision 16).
    private static func headers(_ etag: ETag) -> HTTPFields {
        [
            .eTag: etag.description, .acceptRanges: "bytes", .cacheControl: "private, no-store", .xContentTypeOptions: "nosniff",
            .contentSecurityPolicy: "sandbox; default-src 'none'",
        ]
    }

    /// A file as it lies on disk, a piece at a time.
    static func body(of file: StoredFile, _ bytes: Range<Int>) -> ResponseBody {
        ResponseBody(contentLength: bytes.count) { writer in
            var place = bytes.lowerBound
            while place < bytes.upperBound {
                let piece = try await file.read(min(Self.piece, bytes.upperBound - place), at: place)
                guard piece.readableBytes > 0 else { throw DiskError("read", "a paper") }
                place += piece.readableBytes
                try await writer.write(piece)
            }
            try await writer.finish(nil)
        }
    }
}
