import Database
import Foundation
import Models

extension UploadStore {
    /// Rows that one round of the keeper takes.
    private static let batch = 100

    /// Uploads that nobody went on with, locked; those that another copy of the service is at are left to it.
    func expired(at now: Date, in transaction: Transaction) async throws -> [Upload] {
        try await transaction.all(
            """
            select \(Upload.columns)
            from uploads
            where expires_at <= \(now) and (state = 'receiving' or (state = 'received' and shape = 'partial'))
            order by expires_at
            limit \(Self.batch)
            for update skip locked
            """)
    }

    /// Uploads whose case should have been heard of by now, locked.
    func unclaimed(at now: Date, in transaction: Transaction) async throws -> [Upload] {
        try await transaction.all(
            """
            select \(Upload.columns)
            from uploads
            where case_due_at <= \(now) and not case_known and shape <> 'partial' and state in ('receiving', 'received')
            order by case_due_at
            limit \(Self.batch)
            for update skip locked
            """)
    }

    /// Cases that have been heard of while an upload for them was being entered.
    func claimable(in transaction: Transaction) async throws -> [CaseID] {
        try await transaction.rows(
            """
            select distinct uploads.case_id
            from uploads join cases on cases.id = uploads.case_id
            where not uploads.case_known and uploads.state in ('receiving', 'received') and cases.code is not null
            limit \(Self.batch)
            """
        ).map { try $0.get("case_id") }
    }

    /// Uploads that wait for the case, locked.
    func waiting(for id: CaseID, in transaction: Transaction) async throws -> [Upload] {
        try await transaction.all(
            """
            select \(Upload.columns)
            from uploads
            where case_id = \(id) and not case_known and shape <> 'partial' and state in ('receiving', 'received')
            order by id
            for update
            """)
    }

    /// Uploads that are whole and only need to be stored, and final ones that still must be put together.
    func unfinished(in transaction: Transaction) async throws -> [Upload] {
        try await transaction.all(
            """
            (select \(Upload.columns) from uploads where state = 'received' and shape <> 'partial' and case_known
            order by progressed_at limit \(Self.batch))
            union all
            (select \(Upload.columns) from uploads where state = 'receiving' and shape = 'final' order by progressed_at limit \(Self.batch))
            """)
    }

    /// Of these uploads, those whose file is still needed.
    func live(among ids: [UploadID], in transaction: Transaction) async throws -> Set<UploadID> {
        let rows = try await transaction.rows("select id from uploads where id = any(\(ids)) and state in ('receiving', 'received')")
        return Set(try rows.map { try $0.get("id", as: UploadID.self) })
    }
}
