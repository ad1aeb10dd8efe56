import Database
import Models

/// The register of the papers.
struct AttachmentStore: Sendable {
    /// False where the paper came along before.
    @discardableResult
    func insert(_ paper: Attachment, in transaction: Transaction) async throws -> Bool {
        try await transaction.execute(
            """
            insert into attachments (id, upload, case_id, organisation, province, kind, filename, content_type, size, sha256, uploader,
                uploader_name, uploader_role, stored_at, dated_on, copy_of, passed_from)
            values (\(paper.id), \(paper.upload), \(paper.caseID), \(paper.organisation), \(paper.province), \(paper.kind),
                \(paper.filename), \(paper.contentType), \(paper.size), \(paper.sha256), \(paper.uploader), \(paper.uploaderName),
                \(paper.uploaderRole), \(paper.storedAt), \(paper.datedOn), \(paper.copyOf), \(paper.passedFrom))
            on conflict on constraint attachments_once_along do nothing
            """) == 1
    }

    /// The paper, as far as the scope of the transaction shows it.
    func find(_ id: AttachmentID, in transaction: Transaction) async throws -> Attachment? {
        try await transaction.first("select \(Attachment.columns) from attachments where id = \(id)")
    }

    /// The paper, if it belongs to a case that `helper` has.
    func find(_ id: AttachmentID, of helper: HelperID, in transaction: Transaction) async throws -> Attachment? {
        try await transaction.first(
            """
            select \(Attachment.columns)
            from attachments
            where id = \(id) and exists (select from cases where cases.id = case_id and cases.helper = \(helper))
            """)
    }

    /// Enters the day that stands on a paper, or takes it away.
    func setDate(_ date: LegalDate?, of id: AttachmentID, in transaction: Transaction) async throws {
        try await transaction.execute("update attachments set dated_on = \(date) where id = \(id)")
    }

    /// All papers of a case.
    func all(of id: CaseID, in transaction: Transaction) async throws -> [Attachment] {
        try await transaction.all("select \(Attachment.columns) from attachments where case_id = \(id) order by id")
    }

    /// The papers of a case that another case has not been given, in the order in which they came.
    func all(of id: CaseID, notIn other: CaseID, in transaction: Transaction) async throws -> [Attachment] {
        try await transaction.all(
            """
            select \(Attachment.columns)
            from attachments
            where case_id = \(id)
                and not exists (select from attachments as given where given.case_id = \(other) and given.copy_of = attachments.id)
            order by id
            """)
    }

    /// The papers of a case, oldest first.
    func list(_ id: CaseID, after: AttachmentID?, limit: Int, in transaction: Transaction) async throws -> [Attachment] {
        try await transaction.all(
            """
            select \(Attachment.columns)
            from attachments
            where case_id = \(id) and (\(after)::uuid is null or id > \(after))
            order by id
            limit \(limit)
            """)
    }
}
