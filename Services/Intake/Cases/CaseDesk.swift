import Database
import Foundation
import Models
import Outbox
import Rules
import ServiceKit

/// Fetches cases for whoever asks: within their scope, a helper's own cases only, and each look at one on record.
struct CaseDesk: Sendable {
    let clock: WallClock
    let database: Database
    let cases: CaseStore
    let dossier: DossierStore
    let waivers: WaiverStore
    let conflicts: ConflictStore
    let timeline: TimelineStore
    let requests: RequestStore
    let eligibility: EligibilityStore
    let imported: ImportedCaseStore
    let transfers: TransferStore
    let announcing: AnnounceCases

    /// A part of the register; the look is audited, without what was looked for.
    func list(_ filter: CaseFilter, _ page: PageRequest, by looker: Looker) async throws -> [CaseRecord] {
        try await database.transaction(looker.identity.scope) { try await list(filter, page, for: [looker], in: $0) }
    }

    /// The same in a transaction of the scope that all who look have; they have one reach too, and see the same. One line of the trail tells of all
    /// the looks of one account in one role.
    func list(
        _ filter: CaseFilter, _ page: PageRequest, oldestFirst: Bool = false, for lookers: [Looker], in transaction: Transaction
    ) async throws -> [CaseRecord] {
        let filter = filter.kept(to: lookers[0].identity)
        for looks in Dictionary(grouping: lookers, by: \.account).values {
            let actor = Actor(looks[0].identity, reference: looks[0].reference)
            try transaction.audit(
                actor.entry(
                    filter.text == nil ? "cases.listed" : "cases.searched", "case", nil, looks[0].identity.organisation,
                    details: looks.count > 1 ? ["looks": String(looks.count)] : [:]), at: clock.now)
        }
        return try await cases.list(
            filter, page, oldestFirst: oldestFirst, within: lookers[0].identity.scope, on: clock.today, in: transaction)
    }

    /// A list is about to be taken away, all of it: on record before the first line goes out. Returns what it is narrowed to.
    func beginExport(_ filter: CaseFilter, as format: CaseExport.Format, for identity: Identity, by actor: Actor) async throws -> CaseFilter
    {
        let filter = filter.kept(to: identity)
        try await database.transaction(identity.scope) { transaction in
            try transaction.audit(
                actor.entry("cases.exported", "case", nil, identity.organisation, details: ["format": format.rawValue]), at: clock.now)
        }
        return filter
    }

    /// A part of a list whose taking away is on record.
    func exported(_ filter: CaseFilter, _ page: PageRequest, for identity: Identity) async throws -> [CaseRecord] {
        try await database.transaction(identity.scope) { transaction in
            try await cases.list(filter, page, within: identity.scope, on: clock.today, in: transaction)
        }
    }

    /// One case with all that its page shows; the look is audited in the same transaction. Throws 404 where it is not theirs to see.
    func view(_ id: CaseID, for identity: Identity, by actor: Actor) async throws -> CaseFile {
        try await database.transaction(identity.scope) { transaction in
            guard let record = try await cases.find(id, in: transaction), identity.mayWork(on: record),
                let request = try await requests.find(record.request, in: transaction)
            else { throw Problem.notFound() }
            try transaction.audit(actor.entry("case.viewed", "case", id.uuid, record.organisation), at: clock.now)
            let conflicts = try await conflicts.conflicts(of: id, in: transaction)
            return CaseFile(
                record: record,
                request: RequestFile(
                    record: request, proof: try await eligibility.proof(of: request.id, in: transaction),
                    former: try await eligibility.former(of: request.id, in: transaction), duplicates: []),
                papers: try await dossier.papers(of: id, in: transaction),
                waiver: try await waivers.latest(of: id, in: transaction),
                conflicts: conflicts,
                conflictCodes: try await self.conflicts.codes(of: conflicts.map(\.case), within: identity.scope, in: transaction),
                imported: record.imported ? try await imported.facts(of: id, in: transaction) : nil,
                transfer: record.state == .transferred ? try await transfers.departure(of: record.request, in: transaction) : nil)
        }
    }

    /// What happened to one case.
    func history(of id: CaseID, for identity: Identity, by actor: Actor) async throws -> [TimelineEntry] {
        try await database.transaction(identity.scope) { transaction in
            guard let record = try await cases.find(id, in: transaction), identity.mayWork(on: record) else { throw Problem.notFound() }
            try transaction.audit(
                actor.entry("case.viewed", "case", id.uuid, record.organisation, details: ["part": "timeline"]), at: clock.now)
            return try await timeline.entries(of: id, in: transaction)
        }
    }

    /// One case to be changed, locked until the commit. Throws 404 where it is not theirs.
    func open(_ id: CaseID, for identity: Identity, in transaction: Transaction) async throws -> CaseRecord {
        guard let record = try await cases.lock(id, in: transaction), identity.mayWork(on: record) else { throw Problem.notFound() }
        return record
    }

    /// Sees to it that a case was announced before it is changed: its story begins with its opening. It almost always has been; only in the
    /// moment after its registration is there something to do.
    func announce(_ id: CaseID, for identity: Identity) async throws {
        guard try await database.transaction(identity.scope, { try await cases.waitsToBeAnnounced(id, in: $0) }) else { return }
        _ = try await database.transaction(.service) { try await announcing.learn([id], in: $0) }
        try await database.transaction(.service) { transaction in
            try await announcing(try await cases.lockUnannounced([id], patiently: true, in: transaction), in: transaction)
        }
    }
}

/// Who looks at a list, with the reference of their request.
struct Looker: Sendable {
    let identity: Identity
    let reference: String

    /// Whose look it is: an account that has been given another role may still hold a token of the former one.
    fileprivate var account: [String?] {
        [identity.subject, identity.name, identity.role.rawValue, identity.organisation?.description]
    }
}

extension Identity {
    /// The head of the centre, of a branch, of a participating organisation: whoever assigns its cases.
    var leads: Bool { may(.assign) }

    /// A helper sees and works on own cases only; everybody else what their scope holds.
    func mayWork(on record: CaseRecord) -> Bool {
        reach(.readCases) != .own || (helper != nil && record.helper?.id == helper)
    }
}

/// A case with its request, dossier and conflicts.
struct CaseFile: Sendable {
    let record: CaseRecord
    let request: RequestFile
    let papers: [DossierPaper]
    let waiver: DossierWaiver?
    let conflicts: [CaseConflict]
    /// Of those of the cases that the reader may open.
    let conflictCodes: [CaseID: String]
    /// Where it was brought in from an older register.
    let imported: ImportedFacts?
    /// To whom it went.
    let transfer: Transfer?
}
