import Database
import Foundation
import Models

/// The SQL of what happened to a case.
struct TimelineStore: Sendable {
    /// Adds one entry, with the next round trip. `details` never hold what the reader of a case may not see.
    func add(
        _ kind: String, to id: CaseID, _ organisation: OrganisationID, _ province: String, by actor: String?,
        _ details: [String: String] = [:],
        at now: Date, in transaction: Transaction
    ) throws {
        let json = JSONParameter(words: details)
        transaction.later(
            """
            insert into timeline (id, case_id, organisation, province, at, kind, actor, details)
            values (\(UUID.v7(at: now)), \(id), \(organisation), \(province), \(now), \(kind), \(actor), \(json))
            """)
    }

    /// The same for a case on record.
    func add(
        _ kind: String, to record: CaseRecord, by actor: String?, _ details: [String: String] = [:], at now: Date,
        in transaction: Transaction
    ) throws {
        try add(kind, to: record.id, record.organisation, record.province, by: actor, details, at: now, in: transaction)
    }

    /// Whether something of that kind happened.
    func holds(_ kind: String, of id: CaseID, in transaction: Transaction) async throws -> Bool {
        try await transaction.value("select exists (select from timeline where case_id = \(id) and kind = \(kind))", as: Bool.self) ?? false
    }

    /// Whether the helper whom the case has was named by a signed decision.
    func hasDecisionInForce(of id: CaseID, in transaction: Transaction) async throws -> Bool {
        try await transaction.value(
            """
            select kind = 'decision_issued'
            from timeline
            where case_id = \(id) and kind in ('decision_issued', 'helper_assigned', 'offer_refused', 'no_helper_found')
            order by at desc, id desc
            limit 1
            """, as: Bool.self) ?? false
    }

    /// All of it, the oldest first.
    func entries(of id: CaseID, in transaction: Transaction) async throws -> [TimelineEntry] {
        try await transaction.all("select at, kind, actor, details from timeline where case_id = \(id) order by at, id")
    }
}

/// One thing that happened.
struct TimelineEntry: RowDecodable, Encodable {
    let at: Date
    let kind: String
    let actor: String?
    let details: [String: String]

    init(_ row: Row) throws {
        at = try row.get("at")
        kind = try row.get("kind")
        actor = try row.get("actor")
        details = try row.get("details", as: JSONColumn<[String: String]>.self).value
    }
}
