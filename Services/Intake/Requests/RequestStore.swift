import Database
import Foundation
import Models
import ServiceKit

/// The SQL of requests.
struct RequestStore: Sendable {
    private static let columns: SQL = """
        requests.id, requests.organisation, requests.province, requests.channel, requests.received_at, requests.recorded_at, requests.state,
        requests.held, requests.deadline, requests.urgent, requests.client_name, requests.client_birth, requests.client_gender,
        requests.client_ethnicity, requests.client_phone, requests.client_email, requests.client_address, requests.client_identity_number,
        requests.client_languages, requests.residence_province, requests.residence_commune, requests.especially_difficult,
        requests.categories, requests.hardship, requests.form, requests.field, requests.role_in_proceedings, requests.matter,
        requests.notice_body, requests.notice_number, requests.notice_given_at, requests.distinct_reason, requests.papers_shown,
        requests.requester_name, requests.requester_relation, requests.requester_phone, requests.requester_email,
        requests.at_once_ground, requests.force_majeure, requests.territory, requests.distinct_from,
        requests.summary, requests.eligibility, requests.decided_at, requests.reason, requests.note, requests.version, requests.told,
        cases.id as case_id, cases.code as case_code
        """

    /// Writes a new request and everybody it names, with the next round trip.
    func insert(_ request: NewRequest, in transaction: Transaction) throws {
        let draft = request.draft
        let client = draft.client
        let eligibility = try JSONParameter(request.eligibility)
        let decidedAt = request.state == .accepted ? request.recordedAt : nil
        let decidedBy = request.state == .accepted ? request.recordedBy : nil
        transaction.later(
            """
            insert into requests (id, organisation, province, channel, received_at, recorded_at, recorded_by, state, held, deadline, urgent,
                client_name, client_name_key, client_birth, client_gender, client_ethnicity, client_phone, client_email, client_address,
                client_identity_number, client_languages, residence_province, residence_commune, especially_difficult, categories, hardship,
                form, field, role_in_proceedings, matter, summary, eligibility, decided_at, decided_by, notice_body, notice_number,
                notice_given_at, distinct_reason, distinct_from, papers_shown, at_once_ground, force_majeure, territory,
                requester_name, requester_relation, requester_phone, requester_email, version, told)
            values (\(request.id), \(request.organisation), \(request.province), \(draft.channel), \(request.receivedAt),
                \(request.recordedAt), \(request.recordedBy), \(request.state), \(draft.held), \(draft.deadline), \(draft.urgent),
                \(client.name), \(NameKey.fold(client.name)), \(client.birth), \(client.gender), \(client.ethnicity), \(client.phone),
                \(client.email), \(client.address), \(client.identityNumber), \(client.languages), \(client.residence?.province),
                \(client.residence?.commune), \(client.residence?.especiallyDifficult), \(draft.categories), \(draft.hardship),
                \(draft.form), \(draft.field), \(draft.role), \(request.matter), \(draft.summary), \(eligibility), \(decidedAt), \(decidedBy),
                \(draft.notice?.body), \(draft.notice?.number), \(draft.notice?.givenAt), \(draft.distinctReason), \(request.distinctFrom),
                \(draft.papers), \(draft.atOnceGround), \(draft.forceMajeure), \(draft.territory),
                \(draft.requester?.name), \(draft.requester?.relation), \(draft.requester?.phone), \(draft.requester?.email), 1, 1)
            """)
        insertParties(of: request, in: transaction)
        guard request.state == .accepted else { return }
        transaction.later(
            """
            insert into request_decisions (id, request, organisation, province, at, state, by)
            values (\(UUID.v7(at: request.recordedAt)), \(request.id), \(request.organisation), \(request.province), \(request.recordedAt),
                \(request.state), \(request.recordedBy))
            """)
    }

    private func insertParties(of request: NewRequest, in transaction: Transaction) {
        let draft = request.draft
        let client = RequestDraft.Party(
            name: draft.client.name, birthYear: draft.client.birth?.year, identityNumber: draft.client.identityNumber)
        let people =
            [(client, PartyRole.client)] + draft.opposing.map { ($0, .opposing) } + draft.relatives.map { ($0, .relative) }
        let rows = people.flatMap { person, role in
            PartyRow.rows(of: person, role: role, birth: role == .client ? draft.client.birth : nil, at: request.recordedAt)
        }
        transaction.later(
            """
            insert into parties (id, request, organisation, province, role, name, name_key, birth, birth_year, identity_number, alias_of)
            select id, \(request.id), \(request.organisation), \(request.province), role, name, name_key, birth, birth_year, identity_number, alias_of
            from unnest(\(rows.map(\.id)), \(rows.map(\.role)), \(rows.map(\.person.name)), \(rows.map(\.key)), \(rows.map(\.birth)),
                \(rows.map(\.person.birthYear)), \(rows.map(\.person.identityNumber)), \(rows.map(\.aliasOf)))
                as party (id, role, name, name_key, birth, birth_year, identity_number, alias_of)
            """)
    }

    /// One request; nil where there is none within the scope. `locked` keeps others from changing it until the commit.
    func find(_ id: RequestID, locked: Bool = false, in transaction: Transaction) async throws -> RequestRecord? {
        try await transaction.first(
            "select \(Self.columns) from requests left join cases on cases.request = requests.id where requests.id = \(id)"
                + (locked ? " for update of requests" : ""))
    }

    /// The newest first, after `page.after` (received_at, id); with `oldestFirst` the other way round.
    func list(_ filter: RequestFilter, _ page: PageRequest, oldestFirst: Bool = false, within scope: Scope, in transaction: Transaction)
        async throws -> [RequestRecord]
    {
        try await transaction.all(Self.query(filter, page, oldestFirst: oldestFirst, within: scope))
    }

    static func query(_ filter: RequestFilter, _ page: PageRequest, oldestFirst: Bool, within scope: Scope) -> SQL {
        let sorting = Sorting(RequestSort.received, isDescending: !oldestFirst)
        let after: SQL =
            page.after.flatMap { cursor in
                cursor.instant(at: 0).flatMap { at in
                    RequestID(cursor.keys[1]).map { "and (received_at, id) \(sorting.beyond) (\(at), \($0))" }
                }
            } ?? ""
        let found = scope.first("\(sorting.order(by: "received_at", "id")) limit \(page.limit + 1)") { tenant in
            "select * from requests where \(filter.conditions(tenant)) \(after)"
        }
        return """
            select \(columns)
            from (\(found)) as requests
            left join cases on cases.request = requests.id
            \(sorting.order(by: "requests.received_at", "requests.id"))
            """
    }

    /// What was decided on a request, the oldest first.
    func decisions(on id: RequestID, in transaction: Transaction) async throws -> [RequestDecisionRecord] {
        try await transaction.all("select at, state, by, reason, note from request_decisions where request = \(id) order by at, id")
    }

    /// Keeps what an acceptance says beside the request: why before its proofs are there, that force majeure keeps them away, and why the client is helped here.
    func keepGrounds(of decision: RequestDecision, on id: RequestID, in transaction: Transaction) {
        transaction.later(
            """
            update requests
            set at_once_ground = coalesce(\(decision.atOnceGround), at_once_ground), force_majeure = force_majeure or \(decision.forceMajeure),
                territory = coalesce(\(decision.territory), territory)
            where id = \(id)
            """)
    }

    /// Records a decision; the row is locked by then.
    func decide(_ decided: DecidedRequest, in transaction: Transaction) {
        transaction.later(
            """
            insert into request_decisions (id, request, organisation, province, at, state, by, reason, note)
            select \(UUID.v7(at: decided.at)), id, organisation, province, \(decided.at), \(decided.state)::text, \(decided.by)::text,
                \(decided.reason)::text, \(decided.note)::text
            from requests
            where id = \(decided.id)
            """)
        transaction.later(
            """
            update requests
            set state = \(decided.state), decided_at = \(decided.at), decided_by = \(decided.by), reason = \(decided.reason),
                note = \(decided.note), version = version + 1, told = told + \(decided.told)
            where id = \(decided.id)
            """)
    }
}
