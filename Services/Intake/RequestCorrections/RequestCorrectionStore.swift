import Database
import Foundation
import Models

/// The SQL of corrections of undecided requests.
struct RequestCorrectionStore: Sendable {
    /// Those of one request, the first one first.
    func list(of request: RequestID, in transaction: Transaction) async throws -> [RequestCorrection] {
        try await transaction.all(
            """
            select field, old, new, reason, corrected_by, corrected_at
            from request_corrections
            where request = \(request)
            order by corrected_at, id
            """)
    }

    /// Keeps corrections and writes what stands there now.
    func correct(_ corrections: [RequestCorrection], of record: RequestRecord, _ entry: RequestEntry, in transaction: Transaction) {
        for one in corrections {
            transaction.later(
                """
                insert into request_corrections (id, request, organisation, province, field, old, new, reason, corrected_by, corrected_at)
                values (\(UUID.v7(at: one.at)), \(record.id), \(record.organisation), \(record.province), \(one.field.rawValue), \(one.old),
                    \(one.new), \(one.reason), \(one.by), \(one.at))
                """)
        }
        let client = entry.client
        transaction.later(
            """
            update requests
            set client_name = \(client.name), client_name_key = \(NameKey.fold(client.name)), client_birth = \(client.birth),
                client_gender = \(client.gender), client_ethnicity = \(client.ethnicity), client_phone = \(client.phone),
                client_email = \(client.email), client_address = \(client.address), client_identity_number = \(client.identityNumber),
                residence_province = \(client.residence?.province), residence_commune = \(client.residence?.commune),
                especially_difficult = \(client.residence?.especiallyDifficult), requester_name = \(entry.requester?.name),
                requester_relation = \(entry.requester?.relation), requester_phone = \(entry.requester?.phone),
                requester_email = \(entry.requester?.email), categories = \(entry.categories),
                hardship = \(entry.hardship), papers_shown = \(entry.papers), form = \(entry.form), field = \(entry.field),
                role_in_proceedings = \(entry.role), summary = \(entry.summary), version = version + 1
            where id = \(record.id)
            """)
    }

    /// What had been asked for has come: the request is to be decided, and what was asked stays among the decisions.
    func receiveSupplement(of record: RequestRecord, _ note: String, by name: String, at now: Date, in transaction: Transaction) {
        transaction.later(
            """
            insert into request_decisions (id, request, organisation, province, at, state, by, note)
            values (\(UUID.v7(at: now)), \(record.id), \(record.organisation), \(record.province), \(now), \(RequestState.received), \(name),
                \(note))
            """)
        transaction.later(
            """
            update requests
            set state = \(RequestState.received), decided_at = null, decided_by = null, reason = null, note = null
            where id = \(record.id)
            """)
    }
}
