import Database
import Directory
import Foundation
import Hummingbird
import Models
import Outbox
import Rules
import ServiceKit

/// The dossier of a case as a whole, for whoever may see its papers.
struct DossierDesk: Sendable {
    let database: Database
    let access: CaseAccess
    let attachments: AttachmentStore
    let directory: Directory
    let clock: WallClock

    struct Dossier: Sendable {
        let grant: CaseAccess.Grant
        let list: DossierList
        /// Who keeps it.
        let organisation: Organisation?

        var known: KnownCase { grant.case }
        /// Numbers that were signed for stay.
        var mayDate: Bool { grant.mayWrite && known.handover == nil }
    }

    /// A look at the list.
    func list(_ id: CaseID, for identity: Identity, _ context: ServiceContext) async throws -> Dossier {
        try await read(id, for: identity) { dossier, transaction in
            try transaction.audit(
                context.auditEntry(
                    "attachments.listed", kind: "case", subject: id.uuid, organisation: dossier.known.organisation,
                    details: ["part": "dossier"]), at: clock.now)
        }
    }

    /// A look at every paper at once: each is in the audit trail as one, before the first byte goes out.
    func take(_ id: CaseID, as format: String, for identity: Identity, _ context: ServiceContext) async throws -> Dossier {
        try await read(id, for: identity) { dossier, transaction in
            try transaction.audit(
                context.auditEntry(
                    "dossier.downloaded", kind: "case", subject: id.uuid, organisation: dossier.known.organisation,
                    details: ["format": format, "papers": "\(dossier.list.entries.count)"]), at: clock.now)
            for entry in dossier.list.entries {
                try transaction.audit(
                    context.auditEntry(
                        "attachment.downloaded", kind: "attachment", subject: entry.paper.id.uuid, organisation: dossier.known.organisation,
                        details: ["case": "\(id)", "sha256": entry.paper.sha256, "format": format]), at: clock.now)
            }
        }
    }

    /// Enters the day that stands on a paper. Throws 409 where the dossier was handed over: its list was signed.
    func date(_ paper: AttachmentID, of id: CaseID, _ date: LegalDate?, for identity: Identity, _ context: ServiceContext) async throws {
        let grant = try await access.grant(id, to: identity)
        guard grant.mayWrite else { throw Problem.notFound() }
        guard grant.case.handover == nil else {
            throw Problem.conflict(
                Bilingual(
                    vi: "Hồ sơ đã bàn giao; danh mục đã ký không đổi được nữa.",
                    en: "The dossier was handed over; the list that was signed does not change."))
        }
        try await database.transaction(grant.scope) { transaction in
            guard let found = try await attachments.find(paper, in: transaction), found.caseID == id else { throw Problem.notFound() }
            try await attachments.setDate(date, of: paper, in: transaction)
            try transaction.audit(
                context.auditEntry(
                    "attachment.dated", kind: "attachment", subject: paper.uuid, organisation: found.organisation,
                    details: ["case": "\(id)", "date": date?.description ?? ""]), at: clock.now)
        }
    }

    private func read(
        _ id: CaseID, for identity: Identity, _ record: @Sendable (Dossier, Transaction) throws -> Void
    ) async throws -> Dossier {
        let grant = try await access.grant(id, to: identity)
        return try await database.transaction(grant.scope) { transaction in
            let papers = try await attachments.all(of: id, in: transaction)
            let dossier = Dossier(
                grant: grant, list: DossierList(papers, handedOverAt: grant.case.handover?.recordedAt),
                organisation: try await directory.organisation(grant.case.organisation, in: transaction))
            try record(dossier, transaction)
            return dossier
        }
    }
}
