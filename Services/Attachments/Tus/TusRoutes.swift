import Database
import HTTPTypes
import Hummingbird
import Models
import NIOCore
import Outbox
import ServiceKit

/// `/api/v1/uploads`: tus 1.0.0 with creation, creation-with-upload, creation-defer-length, expiration, checksum, termination, concatenation.
struct TusRoutes: Sendable {
    let database: Database
    let begin: BeginUpload
    let append: AppendToUpload
    let join: JoinParts
    let ending: EndUpload
    let access: UploadAccess
    let levers: UploadLevers
    let clock: WallClock

    func add(to router: Router<ServiceContext>) {
        let collection = RouterPath(stringLiteral: Tus.path)
        let one = RouterPath(stringLiteral: Tus.path + "/:id")
        router.on(collection, method: .options) { _, _ in capabilities() }
        router.on(one, method: .options) { _, _ in capabilities() }
        router.post(collection) { request, context in
            if request.headers[.methodOverride]?.uppercased() == "OPTIONS" { return capabilities() }
            return try await tus(request) { try await create(request, context) }
        }
        router.head(one) { request, context in try await head(request, context) }
        router.patch(one) { request, context in try await tus(request) { try await patch(request, context) } }
        router.delete(one) { request, context in try await tus(request) { try await terminate(request, context) } }
        router.post(one) { request, context in try await override(request, context) }
    }

    /// For clients behind something that lets only GET and POST through.
    private func override(_ request: Request, _ context: ServiceContext) async throws -> Response {
        switch request.headers[.methodOverride]?.uppercased() {
        case "PATCH": try await tus(request) { try await patch(request, context) }
        case "DELETE": try await tus(request) { try await terminate(request, context) }
        case "HEAD": try await offset(request, context)
        case "OPTIONS": capabilities()
        default: throw TusProblem.methodNotAllowed
        }
    }

    /// Every answer but to OPTIONS names the version, also one that says no.
    private func tus(_ request: Request, _ body: () async throws -> Response) async throws -> Response {
        do {
            try request.requireTus()
            var response = try await body()
            response.headers[.tusResumable] = Tus.version
            return response
        } catch var problem as Problem {
            problem.headers[.tusResumable] = Tus.version
            throw problem
        }
    }

    private func capabilities() -> Response {
        Response(
            status: .noContent,
            headers: [
                .tusResumable: Tus.version, .tusVersion: Tus.version, .tusExtension: Tus.extensions, .tusMaxSize: String(levers.maximum),
                .tusChecksumAlgorithm: UploadChecksum.Algorithm.allCases.map(\.rawValue).joined(separator: ","),
            ])
    }

    private func create(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let wish = try Self.wish(request)
        let chunk = try Self.chunkOfCreation(request, wish)
        let plan = try await begin.plan(wish, by: identity)
        var response = try await context.idempotent(request, database, plan.scope) { transaction in
            try await begin.enter(plan, by: identity, in: transaction)
            return Response(status: .created, headers: [.location: "\(Tus.path)/\(plan.id)"])
        }
        response.headers[.uploadExpires] = Tus.date(plan.expires)
        // The first answer again: what has arrived since is asked for with HEAD.
        guard response.headers[.location] == "\(Tus.path)/\(plan.id)" else { return response }
        if wish.shape == .final {
            try await join.join(plan.id)
            try Self.refuseRejected(try await access.grant(plan.id, to: identity).upload)
        }
        guard let chunk else { return response }
        do {
            let upload = try await append.append(chunk, from: RequestBytes(request.body), to: plan.id, in: plan.scope)
            try Self.refuseRejected(upload)
            response.headers[.uploadOffset] = String(upload.received)
            response.headers[.uploadAttachment] = upload.attachment?.description
            return response
        } catch {
            // Nobody hears of its address, so nobody can go on with it.
            _ = try? await ending.terminate(
                plan.id, by: Self.entry(of: plan.id, plan.beginning.organisation, identity, context), in: plan.scope)
            throw error
        }
    }

    private func head(_ request: Request, _ context: ServiceContext) async throws -> Response {
        do {
            return try await offset(request, context)
        } catch let problem as Problem {
            // An answer to HEAD has no body.
            var headers = problem.headers
            headers[.tusResumable] = Tus.version
            headers[.cacheControl] = "no-store"
            return Response(status: problem.status, headers: headers)
        }
    }

    /// How much has arrived, in the headers.
    private func offset(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        return try await tus(request) {
            let upload = try await access.grant(context.id("id"), to: identity).upload
            guard !upload.isGone(at: clock.now) else { throw TusProblem.gone }
            return Response(status: .ok, headers: try await headers(of: upload))
        }
    }

    private func patch(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        guard request.contentType == Tus.contentType else { throw Problem.unsupportedMediaType(expected: Tus.contentType) }
        guard let offset = try request.bytes(.uploadOffset) else {
            throw Problem.malformed(Bilingual(vi: "Thiếu Upload-Offset.", en: "Upload-Offset is missing."))
        }
        let length = try request.bytes(.uploadLength)
        if let length, length > levers.maximum { throw Problem.tooLarge(maximum: levers.maximum) }
        let chunk = AppendToUpload.Chunk(
            offset: offset, announced: try request.bytes(.contentLength), length: length, checksum: try request.uploadChecksum())
        let grant = try await access.grant(context.id("id"), to: identity)
        let upload = try await append.append(chunk, from: RequestBytes(request.body), to: grant.upload.id, in: grant.scope)
        try Self.refuseRejected(upload)
        var headers: HTTPFields = [.uploadOffset: String(upload.received)]
        if upload.state == .receiving { headers[.uploadExpires] = Tus.date(upload.expiresAt) }
        headers[.uploadAttachment] = upload.attachment?.description
        return Response(status: .noContent, headers: headers)
    }

    private func terminate(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let grant = try await access.grant(context.id("id"), to: identity)
        let upload = grant.upload
        guard upload.state != .stored else {
            throw Problem.conflict(Bilingual(vi: "Giấy tờ đã được lưu.", en: "It has been stored already."))
        }
        let entry = Self.entry(of: upload.id, upload.organisation, identity, context)
        guard try await ending.terminate(upload.id, by: entry, in: grant.scope) else { throw TusProblem.gone }
        return Response(status: .noContent)
    }

    private func headers(of upload: Upload) async throws -> HTTPFields {
        var headers: HTTPFields = [.cacheControl: "no-store"]
        // Of a final upload that is still being put together there is no offset to go on from.
        if upload.shape != .final || upload.state != .receiving {
            headers[.uploadOffset] = String(try await append.trueOffset(of: upload))
        }
        headers[.uploadLength] = upload.length.map(String.init)
        if upload.length == nil { headers[.uploadDeferLength] = "1" }
        headers[.uploadMetadata] = upload.metadata
        headers[.uploadConcat] = UploadConcat.header(of: upload)
        if upload.state == .receiving { headers[.uploadExpires] = Tus.date(upload.expiresAt) }
        headers[.uploadAttachment] = upload.attachment?.description
        return headers
    }

    private static func wish(_ request: Request) throws -> BeginUpload.Wish {
        let metadata = try request.uploadMetadata()
        var wish = BeginUpload.Wish(metadata: metadata?.raw)
        switch try request.uploadConcat() {
        case .partial?:
            wish.shape = .partial
            wish.length = try request.uploadLength()
        case .final(let parts)?:
            guard request.headers[.uploadLength] == nil, request.headers[.uploadDeferLength] == nil else {
                throw Problem.malformed(Bilingual(vi: "Tệp ghép không có Upload-Length.", en: "A final upload has no Upload-Length."))
            }
            wish.shape = .final
            wish.parts = parts
            wish.facts = try PaperFacts(metadata)
        case nil:
            wish.length = try request.uploadLength()
            wish.facts = try PaperFacts(metadata)
        }
        return wish
    }

    /// The bytes that come with the creation; nil where none do.
    private static func chunkOfCreation(_ request: Request, _ wish: BeginUpload.Wish) throws -> AppendToUpload.Chunk? {
        guard try request.bringsBytes() else { return nil }
        guard request.contentType == Tus.contentType else { throw Problem.unsupportedMediaType(expected: Tus.contentType) }
        guard wish.shape != .final else {
            throw Problem.malformed(Bilingual(vi: "Tệp ghép không nhận thêm dữ liệu.", en: "A final upload takes no bytes."))
        }
        let announced = try request.bytes(.contentLength)
        if let announced, let length = wish.length, announced > length { throw Problem.tooLarge(maximum: length) }
        return AppendToUpload.Chunk(offset: 0, announced: announced, checksum: try request.uploadChecksum())
    }

    private static func refuseRejected(_ upload: Upload) throws {
        if upload.state == .rejected { throw TusProblem.rejected(upload.reason ?? .digestMismatch) }
    }

    private static func entry(
        of id: UploadID, _ organisation: OrganisationID, _ identity: Identity, _ context: ServiceContext
    ) -> AuditEntry {
        AuditEntry(
            actor: identity.subject, actorName: identity.name, role: identity.role, action: "upload.terminated", subjectKind: "upload",
            subject: id.uuid, organisation: organisation, reference: context.reference)
    }
}
