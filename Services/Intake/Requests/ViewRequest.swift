import Database
import Directory
import Models
import Outbox
import ServiceKit

/// Fetches requests for whoever asks, within their scope, and puts the look on record in the same transaction.
struct ViewRequest: Sendable {
    let clock: WallClock
    let database: Database
    let requests: RequestStore
    let corrections: RequestCorrectionStore
    let eligibility: EligibilityStore
    let directory: Directory
    let parties: PartyStore
    let transfers: TransferStore

    /// A part of the list, with one more than `page` asks for where there are more.
    func list(_ filter: RequestFilter, _ page: PageRequest, oldestFirst: Bool = false, for identity: Identity, by actor: Actor) async throws
        -> [RequestRecord]
    {
        try await database.transaction(identity.scope) { transaction in
            try transaction.audit(actor.entry("requests.listed", "request", nil, identity.organisation), at: clock.now)
            return try await requests.list(filter, page, oldestFirst: oldestFirst, within: identity.scope, in: transaction)
        }
    }

    /// A request with what was decided on it, whose it is, from whom it came and to whom it went.
    struct Whole: Sendable {
        let file: RequestFile
        /// Whom it names beside the client, as the reader may see them: while it is undecided for who decides, else for who reads cases.
        /// Nil for others.
        let people: [Party]?
        /// Whether the reader may decide on it now.
        let isOpen: Bool
        let decisions: [RequestDecisionRecord]
        /// What was corrected before it was decided, the first one first.
        let corrections: [RequestCorrection]
        let organisation: Organisation?
        let arrival: Transfer?
        let departure: Transfer?
        /// Who could take it over, while it is undecided.
        let others: [Organisation]
        /// The first of those that it looks like, whole, while it is undecided and nobody has said why it is another.
        let similar: [RequestRecord]
    }

    /// Throws 404 where it is not theirs to see.
    func whole(_ id: RequestID, for identity: Identity, by actor: Actor) async throws -> Whole {
        try await database.transaction(identity.scope) { transaction in
            let file = try await file(id, in: transaction)
            try transaction.audit(file.record.viewed(by: actor), at: clock.now)
            let isOpen = identity.may(.decideRequests) && !RequestAction.open(in: file.record.state).isEmpty
            let similar = isOpen ? try await look(at: file, by: actor, in: transaction) : []
            return Whole(
                file: file,
                people: isOpen || identity.may(.readCases) ? try await people(of: id, for: identity, in: transaction) : nil,
                isOpen: isOpen,
                decisions: try await requests.decisions(on: id, in: transaction),
                corrections: try await corrections.list(of: id, in: transaction),
                organisation: try await directory.organisation(file.record.organisation, in: transaction),
                arrival: try await transfers.arrival(of: id, in: transaction),
                departure: try await transfers.departure(of: id, in: transaction),
                others: isOpen
                    ? try await directory.receiving(within: .none, in: transaction).filter { $0.id != file.record.organisation } : [],
                similar: similar)
        }
    }

    /// Whom it names beside the client; once there is a case, those who were entered there with them.
    private func people(of id: RequestID, for identity: Identity, in transaction: Transaction) async throws -> [Party] {
        try await parties.list(of: id, in: transaction).filter { $0.role != .client }.map { $0.seen(by: identity) }
    }

    /// How many stand side by side.
    static let compared = 3

    private func look(at file: RequestFile, by actor: Actor, in transaction: Transaction) async throws -> [RequestRecord] {
        let unexplained = file.duplicates.map(\.request).filter { !file.record.distinctFrom.contains($0) }
        return try await look(at: unexplained, by: actor, in: transaction)
    }

    /// The first of them, each look on record.
    func look(at similar: [RequestID], by actor: Actor, in transaction: Transaction) async throws -> [RequestRecord] {
        var found: [RequestRecord] = []
        for id in similar.prefix(Self.compared) {
            guard let record = try await requests.find(id, in: transaction) else { continue }
            try transaction.audit(record.viewed("duplicate", by: actor), at: clock.now)
            found.append(record)
        }
        return found
    }

    /// The same in a transaction that has put the look on record. Throws 404.
    ///
    /// - Parameter withDuplicates: false in the scope of the service, which is no centre's.
    func file(_ id: RequestID, withDuplicates: Bool = true, in transaction: Transaction) async throws -> RequestFile {
        guard let record = try await requests.find(id, in: transaction) else { throw Problem.notFound() }
        return RequestFile(
            record: record, proof: try await eligibility.proof(of: id, in: transaction),
            former: try await eligibility.former(of: id, in: transaction),
            duplicates: withDuplicates ? try await requests.duplicates(of: SoughtClient(record), at: clock.now, in: transaction) : [])
    }
}

/// A request with what has become of its proof.
struct RequestFile: Sendable {
    let record: RequestRecord
    /// Nil without a case.
    let proof: ProofState?
    /// Decisions on eligibility before the present one.
    let former: [FormerDecision]
    /// Requests that it looks like.
    let duplicates: [Duplicate]
}

extension RequestRecord {
    /// The line for the audit trail of a look at it, or at a part of it; its case's story has it too.
    func viewed(_ part: String? = nil, by actor: Actor) -> AuditEntry {
        var details: [String: String] = [:]
        if let part { details["part"] = part }
        if let opened { details["case"] = opened.id.description }
        return actor.entry("request.viewed", "request", id.uuid, organisation, details: details)
    }
}
