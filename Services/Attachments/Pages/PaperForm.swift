import Database
import HTTPTypes
import Hummingbird
import Models
import Outbox
import ServiceKit

/// The upload form of a browser without scripts: `kind`, then one `file`, streamed into an upload like any other.
struct PaperForm: Sendable {
    let database: Database
    let begin: BeginUpload
    let append: AppendToUpload
    let ending: EndUpload

    /// Takes the file. Throws 422 with the bad fields, 413, and what an upload can throw.
    func take(_ request: Request, for grant: CaseAccess.Grant, by identity: Identity) async throws {
        let reader = try MultipartReader(request)
        var kind = ""
        while let part = try await reader.nextPart() {
            switch part.name {
            case "kind": kind = try await reader.text()
            case "file":
                guard let filename = part.filename, !filename.isEmpty else { throw Self.noFile }
                try await store(
                    reader, atMost: request.headers[.contentLength].flatMap { Int($0) }, kind: kind, filename: filename, for: grant,
                    by: identity)
                return
            default: throw Problem.malformed(Bilingual(vi: "Có mục lạ trong biểu mẫu.", en: "The form has a field it should not have."))
            }
        }
        throw Self.noFile
    }

    private func store(
        _ source: MultipartReader, atMost: Int?, kind: String, filename: String, for grant: CaseAccess.Grant, by identity: Identity
    ) async throws {
        let facts = PaperFacts(case: grant.case.id, kind: kind, filename: FileName(claimed: filename).text)
        let plan = try await begin.plan(BeginUpload.Wish(facts: facts, atMost: atMost), by: identity)
        guard let first = try await source.next() else { throw Self.noFile }
        try await database.transaction(plan.scope) { try await begin.enter(plan, by: identity, in: $0) }
        do {
            let upload = try await append.append(
                AppendToUpload.Chunk(offset: 0, isLast: true), from: Preceded(first: first, rest: source), to: plan.id, in: plan.scope)
            if let reason = upload.reason { throw Self.rejected(reason) }
        } catch {
            // A form cannot be resumed.
            let entry = AuditEntry(
                actor: identity.subject, actorName: identity.name, role: identity.role, action: "upload.terminated", subjectKind: "upload",
                subject: plan.id.uuid, organisation: grant.case.organisation)
            _ = try? await ending.terminate(plan.id, by: entry, in: plan.scope)
            throw error
        }
    }

    private static func rejected(_ reason: RejectionReason) -> Problem {
        let why = TusProblem.rejected(reason)
        return Problem.validation([FieldError("/drop-file", code: reason.rawValue, message: why.detail ?? why.title)])
    }

    private static let noFile = Problem.validation([
        FieldError(
            "/drop-file", code: "required", message: Bilingual(vi: "Hãy chọn một tệp có nội dung.", en: "Choose a file that is not empty."))
    ])
}
