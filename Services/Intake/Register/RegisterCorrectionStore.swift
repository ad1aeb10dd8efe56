import Database
import Foundation
import Models
import Rules

/// The SQL of corrections of the register.
struct RegisterCorrectionStore: Sendable {
    /// Those of one case, the first one first.
    func list(of id: CaseID, in transaction: Transaction) async throws -> [RegisterCorrection] {
        try await transaction.all(
            """
            select field, old, new, reason, corrected_by, corrected_at
            from register_corrections
            where case_id = \(id)
            order by corrected_at, id
            """)
    }

    /// Those of several cases, each the first one first.
    func list(of ids: [CaseID], in transaction: Transaction) async throws -> [CaseID: [RegisterCorrection]] {
        let rows = try await transaction.rows(
            """
            select case_id, field, old, new, reason, corrected_by, corrected_at
            from register_corrections
            where case_id = any (\(ids))
            order by case_id, corrected_at, id
            """)
        return try rows.reduce(into: [:]) { found, row in found[try row.get("case_id"), default: []].append(try RegisterCorrection(row)) }
    }

    /// Keeps corrections and writes what stands there now: the request, what the register shows and searches, and the client's names.
    func correct(
        _ corrections: [RegisterCorrection], of record: CaseRecord, _ entry: RegisterEntry, countedAs decision: EligibilityDecision,
        in transaction: Transaction
    ) {
        let client = entry.client
        for one in corrections {
            transaction.later(
                """
                insert into register_corrections (id, case_id, organisation, province, field, old, new, reason, corrected_by, corrected_at)
                values (\(UUID.v7(at: one.at)), \(record.id), \(record.organisation), \(record.province), \(one.field.rawValue), \(one.old),
                    \(one.new), \(one.reason), \(one.by), \(one.at))
                """)
        }
        transaction.later(
            """
            update requests
            set client_name = \(client.name), client_name_key = \(NameKey.fold(client.name)), client_birth = \(client.birth),
                client_ethnicity = \(client.ethnicity), client_identity_number = \(client.identityNumber), client_phone = \(client.phone),
                client_email = \(client.email), client_address = \(client.address), client_gender = \(client.gender),
                requester_name = \(entry.requester?.name), requester_relation = \(entry.requester?.relation),
                requester_phone = \(entry.requester?.phone), requester_email = \(entry.requester?.email), categories = \(entry.categories),
                form = \(entry.form), field = \(entry.field), summary = \(entry.summary), version = version + 1
            where id = \(record.request)
            """)
        transaction.later(
            """
            update cases
            set client_name = \(client.name), search_key = \(NameKey.fold(record.code) + " | " + NameKey.fold(client.name)),
                search_text = \((record.code + " | " + client.name).lowercased()), form = \(entry.form), field = \(entry.field),
                counted_as = \(decision.countedAs ?? record.countedAs), poor_and_ethnic_minority = \(decision.poorAndEthnicMinority),
                version = version + 1
            where id = \(record.id)
            """)
    }
}
