import Database
import Foundation
import Models
import ServiceKit

/// The SQL of the audit trail.
struct TrailStore: Sendable {
    /// Adds what a service told; what is there already stays as it is.
    func add(_ lines: [AuditLine], of service: ServiceName, in transaction: Transaction) async throws {
        for line in lines {
            let text = String(decoding: try MessageCoding.encode(TrailEntry(service: service, line: line)), as: UTF8.self)
            transaction.later(
                """
                insert into trail (id, service, at, actor, actor_name, role, action, subject_kind, subject, dossier, organisation, line)
                values (\(line.id), \(service), \(line.at), \(line.actor), \(line.actorName), \(line.role), \(line.action),
                    \(line.subjectKind), \(line.subject), \(line.dossier), \(line.organisation), \(text))
                on conflict (id) do nothing
                """)
        }
    }

    /// One part of the entries of the transaction's scope, the latest first, one more than asked for where there are more.
    func list(_ filter: TrailFilter, in transaction: Transaction) async throws -> [TrailEntry] {
        let keys = filter.page.after?.keys ?? []
        let place = keys.count == 2 ? (Instant.parse(keys[0]), UUID(text: keys[1])) : (nil, nil)
        return try Self.entries(
            try await transaction.rows(
                """
                select line
                from trail
                where (\(filter.subject)::uuid is null or subject = \(filter.subject) or dossier = \(filter.subject))
                    and (\(filter.actor)::text is null or actor = \(filter.actor))
                    and (\(filter.action)::text is null or action = \(filter.action))
                    and (\(filter.from?.start)::timestamptz is null or at >= \(filter.from?.start))
                    and (\(filter.to?.adding(days: 1).start)::timestamptz is null or at < \(filter.to?.adding(days: 1).start))
                    and (\(filter.show?.rawValue)::text is null
                        or (\(filter.show?.rawValue) = 'looks') = (split_part(action, '.', 2) = any (\(TrailFilter.looks))))
                    and (\(place.1)::uuid is null or (at, id) < (\(place.0), \(place.1)))
                order by at desc, id desc
                limit \(filter.page.limit + 1)
                """))
    }

    /// What kind of thing that is, and a case's code, as far as entries of the transaction's scope tell; nil where they tell nothing.
    func about(_ subject: UUID, in transaction: Transaction) async throws -> TrailSubject? {
        try await transaction.rows(
            """
            select subject_kind, case when action = 'case.registered' then line::jsonb -> 'details' ->> 'code' end as code
            from trail
            where subject = \(subject) and action <> 'audit.viewed'
            order by action <> 'case.registered', at desc
            limit 1
            """
        ).first.map { TrailSubject(id: subject, kind: try $0.get("subject_kind"), code: try $0.get("code")) }
    }

    /// The entries of one action within the transaction's scope, the latest first, one more than asked for where there are more.
    func entries(of action: String, since start: Date, _ page: PageRequest, in transaction: Transaction) async throws -> [TrailEntry] {
        let place = page.after.flatMap { cursor in cursor.instant(at: 0).map { ($0, UUID(text: cursor.keys[1])) } }
        return try Self.entries(
            try await transaction.rows(
                """
                select line
                from trail
                where action = \(action) and at > \(start) and (\(place?.1)::uuid is null or (at, subject) < (\(place?.0), \(place?.1)))
                order by at desc, subject desc
                limit \(page.limit + 1)
                """))
    }

    /// The entry of one action on one thing, within the transaction's scope; nil where there is none.
    func entry(of action: String, on subject: AuditSubjectID, in transaction: Transaction) async throws -> TrailEntry? {
        try Self.entries(
            try await transaction.rows(
                "select line from trail where subject = \(subject.uuid) and action = \(action) order by at desc, id desc limit 1")
        ).first
    }

    private static func entries(_ rows: [Row]) throws -> [TrailEntry] {
        try rows.map { try MessageCoding.decode(TrailEntry.self, from: Data(try $0.get("line", as: String.self).utf8)) }
    }

    /// Seals up to `limit` entries that no block seals yet, in the order of their ids. False where there is none, or another copy is at it.
    func seal(limit: Int, at now: Date, in transaction: Transaction) async throws -> Bool {
        guard try await transaction.value("select pg_try_advisory_xact_lock(hashtext('portal trail'))", as: Bool.self) == true else {
            return false
        }
        let rows = try await transaction.rows("select id, line from trail where block is null order by id limit \(limit)")
        guard !rows.isEmpty else { return false }
        let lines = try rows.map { try $0.get("line", as: String.self) }
        let previous = try await last(in: transaction)
        // A clock that was set back, or another copy's, must not put a block into a day that is over.
        let block = TrailBlock(lines, after: previous, on: max(LegalDate(now), previous?.day ?? LegalDate(now)), at: now)
        transaction.later(
            """
            insert into trail_blocks (number, day, entries, content_sha256, previous_sha256, sha256, sealed_at)
            values (\(block.number), \(block.day), \(block.entries), \(block.contentSHA256), \(block.previousSHA256), \(block.sha256),
                \(block.sealedAt))
            """)
        let ids = try rows.map { try $0.get("id", as: UUID.self) }
        try await transaction.execute("update trail set block = \(block.number) where id = any(\(ids))")
        return true
    }

    /// The last block of the chain.
    func last(in transaction: Transaction) async throws -> TrailBlock? {
        try await blocks("order by number desc limit 1", in: transaction).first
    }

    /// The blocks behind a number, with their lines.
    func sealed(after number: Int, limit: Int, in transaction: Transaction) async throws -> [TrailFile.Sealed] {
        var found: [TrailFile.Sealed] = []
        for block in try await blocks("where number > \(number) order by number limit \(limit)", in: transaction) {
            let rows = try await transaction.rows("select line from trail where block = \(block.number) order by id")
            found.append(TrailFile.Sealed(block: block, lines: try rows.map { try $0.get("line", as: String.self) }))
        }
        return found
    }

    /// Keeps a signed head.
    func keep(_ token: String, of block: TrailBlock, at now: Date, in transaction: Transaction) async throws {
        try await transaction.execute(
            "insert into trail_heads (number, signed_at, token) values (\(block.number), \(now), \(token)) on conflict do nothing")
    }

    /// When a head was signed last, and of which block.
    func lastHead(in transaction: Transaction) async throws -> (number: Int, signedAt: Date)? {
        let row = try await transaction.rows("select number, signed_at from trail_heads order by number desc limit 1").first
        return try row.map { (try $0.get("number"), try $0.get("signed_at")) }
    }

    func heads(after number: Int, in transaction: Transaction) async throws -> [String] {
        try await transaction.rows("select token from trail_heads where number > \(number) order by number").map { try $0.get("token") }
    }

    /// Of which block that head is; nil where it is none of ours.
    func head(_ token: String, in transaction: Transaction) async throws -> Int? {
        // One of the last, unless the database was restored: read from there, and not found by an index.
        try await transaction.value("select number from trail_heads where token = \(token) order by number desc limit 1", as: Int.self)
    }

    /// The hash of each block that is there.
    func hashes(of numbers: ClosedRange<Int>, in transaction: Transaction) async throws -> [Int: String] {
        let rows = try await transaction.rows(
            "select number, sha256 from trail_blocks where number between \(numbers.lowerBound) and \(numbers.upperBound)")
        return Dictionary(uniqueKeysWithValues: try rows.map { (try $0.get("number"), try $0.get("sha256")) })
    }

    private func blocks(_ rest: SQL, in transaction: Transaction) async throws -> [TrailBlock] {
        try await transaction.rows(
            "select number, day, entries, content_sha256, previous_sha256, sha256, sealed_at from trail_blocks \(rest)"
        )
        .map(TrailBlock.init)
    }
}

extension TrailBlock {
    init(_ row: Row) throws {
        self.init(
            number: try row.get("number"), day: try row.get("day"), entries: try row.get("entries"),
            contentSHA256: try row.get("content_sha256"), previousSHA256: try row.get("previous_sha256"),
            sha256: try row.get("sha256"), sealedAt: try row.get("sealed_at"))
    }
}

extension AuditLine {
    /// The case that it is about besides its subject: whose paper, whose request.
    fileprivate var dossier: UUID? { details?["case"].flatMap { UUID(text: $0) } }
}

/// An entry of the trail as it is written, hashed and shown.
struct TrailEntry: Codable, Sendable {
    let service: ServiceName
    let id: AuditLineID
    let at: Date
    let actor: String
    let actorName: String
    let role: Role
    let action: String
    let subjectKind: String
    let subject: AuditSubjectID?
    let organisation: OrganisationID?
    let details: [String: String]?
    let reference: String?

    init(service: ServiceName, line: AuditLine) {
        self.service = service
        id = line.id
        at = line.at
        actor = line.actor
        actorName = line.actorName
        role = line.role
        action = line.action
        subjectKind = line.subjectKind
        subject = line.subject
        organisation = line.organisation
        details = line.details
        reference = line.reference
    }
}
