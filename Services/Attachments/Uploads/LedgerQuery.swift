import Database
import Foundation
import Models
import Outbox
import ServiceKit

/// A part of the ledger as somebody may see it: the people of an organisation what was sent for it, a helper their own.
struct LedgerQuery: Sendable {
    /// How people sort the states.
    enum Group: String, CaseIterable, Sendable {
        case underWay = "under_way"
        case stored, rejected, expired

        var states: [UploadState] {
            switch self {
            case .underWay: [.receiving, .received]
            case .stored: [.stored]
            case .rejected: [.rejected]
            case .expired: [.expired]
            }
        }
    }

    var group: Group?
    var caseID: CaseID?
    /// The newest first, as an index has them.
    var sorting = Self.usual
    var after: UploadID?
    var limit: Int

    /// By what the ledger can be sorted.
    enum Sort: String, CaseIterable, Sendable { case begun }

    static let usual = Sorting(Sort.begun, isDescending: true)

    /// The same as ``run(for:in:recording:)`` for who shows the ledger alone: files are called after people, so that the look is on record.
    func look(_ context: ServiceContext, at now: Date, in database: Database) async throws -> [LedgerLine] {
        let entry = try context.auditEntry(
            "attachments.listed", kind: caseID == nil ? "upload" : "case", subject: caseID?.uuid, details: ["part": "uploads"])
        return try await run(for: try context.require(), in: database) { try $0.audit(entry, at: now) }
    }

    /// Up to one more line than `limit`. Parts show in the upload that they went into.
    func run(for identity: Identity, in database: Database, recording: @Sendable (Transaction) throws -> Void = { _ in }) async throws
        -> [LedgerLine]
    {
        let isHelper = identity.role == .helper
        let states = (group?.states ?? Group.allCases.flatMap(\.states)).map(\.rawValue)
        return try await database.transaction(isHelper ? .service : identity.scope) { transaction in
            try recording(transaction)
            return try await transaction.all(
                """
                select \(Upload.columns), (select cases.code from cases where cases.id = case_id) as case_code
                from uploads
                where state = any(\(states)) and state not in ('joined', 'terminated')
                    and (\(caseID)::uuid is null or case_id = \(caseID))
                    and (not \(isHelper) or uploads.helper = \(identity.helper))
                    and (\(after)::uuid is null or id \(sorting.beyond) \(after))
                \(sorting.order(by: "id"))
                limit \(limit + 1)
                """)
        }
    }
}

/// An upload and its case's code, where that is known.
struct LedgerLine: RowDecodable {
    let upload: Upload
    let caseCode: String?

    init(_ row: Row) throws {
        upload = try Upload(row)
        caseCode = try row.get("case_code")
    }
}
