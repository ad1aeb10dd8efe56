import Database
import Foundation
import Models
import Rules

/// The SQL of the assignments and the offers behind them.
enum AssignmentStore {
    static func find(_ id: CaseID, in transaction: Transaction) async throws -> CaseAssignment? {
        try await transaction.first("select \(CaseAssignment.columns) from assignments where case_id = \(id)")
    }

    /// Locks the row against other changes of it.
    static func findForUpdate(_ id: CaseID, in transaction: Transaction) async throws -> CaseAssignment? {
        try await transaction.first("select \(CaseAssignment.columns) from assignments where case_id = \(id) for no key update")
    }

    /// A case that was opened, waiting for its helper. False where it is known already.
    static func insert(_ opened: CaseOpened, weight: Int, in transaction: Transaction) async throws -> Bool {
        let inserted = try await transaction.execute(
            """
            insert into assignments (case_id, organisation, province, code, code_key, form, field, matter, accepted_on, urgent, held,
                accepted_at_once, opened_at, clock_at, clock_on, state, imported, weight)
            values (\(opened.case), \(opened.organisation), \(opened.province), \(opened.code), \(NameKey.fold(opened.code)), \(opened.form), \(opened.field),
                \(opened.matter), \(opened.acceptedOn), \(opened.urgent), \(opened.held), \(opened.acceptedAtOnce ?? false),
                \(opened.occurredAt), \(opened.recordedAt), \(opened.acceptedOn), 'waiting', \(opened.imported ?? false), \(Double(weight)))
            on conflict do nothing
            """)
        if inserted == 1 { keep(opened.conflicts, of: opened.case, opened.organisation, opened.province, in: transaction) }
        return inserted == 1
    }

    /// What the register says now.
    static func correct(_ corrected: CaseCorrected, weight: Int, in transaction: Transaction) async throws {
        try await transaction.execute(
            """
            update assignments
            set form = \(corrected.form), field = \(corrected.field), weight = \(Double(weight)), version = version + 1
            where case_id = \(corrected.case)
            """)
    }

    /// What Intake's search found of a case, over what it had found before.
    static func keep(
        _ conflicts: [CaseConflict], of id: CaseID, _ organisation: OrganisationID, _ province: String, in transaction: Transaction
    ) {
        for conflict in conflicts {
            transaction.later(
                """
                insert into conflicts (case_id, other_case, verdict, score, organisation, province)
                values (\(id), \(conflict.case), \(conflict.verdict), \(conflict.score), \(organisation), \(province))
                on conflict (case_id, other_case) do update
                set verdict = excluded.verdict, score = excluded.score
                """)
        }
    }

    /// Forgets what no longer holds between that case and `others`, whichever of the two it was found for.
    static func lift(_ others: [CaseID], from id: CaseID, in transaction: Transaction) {
        guard !others.isEmpty else { return }
        transaction.later(
            """
            delete from conflicts
            where (case_id = \(id) and other_case = any (\(others))) or (other_case = \(id) and case_id = any (\(others)))
            """)
    }

    /// Gives the case to a helper and opens an offer. Counts one message.
    static func offer(
        _ id: CaseID, to helper: PoolHelper, previous: HelperID?, _ explanation: Explanation, within limit: ReplacementLimit? = nil,
        at now: Date, in transaction: Transaction
    ) async throws -> CaseAssignment? {
        let column = try JSONParameter(explanation)
        transaction.later(
            """
            update offers
            set ended_at = \(now), ending = 'replaced', explanation = assignments.explanation
            from assignments
            where offers.case_id = \(id) and ended_at is null and assignments.case_id = offers.case_id
            """)
        transaction.later(
            """
            insert into offers (id, case_id, organisation, province, helper, helper_name, automatic, picked_by, reason, offered_at)
            select \(UUID.v7(at: now)), case_id, organisation, province, \(helper.id), \(helper.name), \(explanation.automatic),
                \(explanation.pickedBy), \(explanation.reason), \(now)
            from assignments
            where case_id = \(id)
            """)
        return try await transaction.first(
            """
            update assignments
            set \(clockAnew(within: limit, at: now)), state = 'offered', helper = \(helper.id), helper_name = \(helper.name), helper_kind = \(helper.kind), previous = \(previous),
                automatic = \(explanation.automatic), assigned_at = \(now), explanation = \(column), decision_number = null,
                decision_date = null, decision_signer = null, tried_at = \(now), version = version + 1, messages = messages + 1
            where case_id = \(id)
            returning \(CaseAssignment.columns)
            """)
    }

    /// The law's clock, which runs anew when a helper goes whom a decision had named, or whom a procedural body does not let act.
    private static func clockAnew(within limit: ReplacementLimit?, at now: Date) -> SQL {
        if let limit {
            return """
                clock_at = \(limit.startedAt), clock_on = \(LegalDate(limit.startedAt)), clock_limit = \(limit.key.rawValue)
                """
        }
        return """
            clock_at = case when decision_number is null then clock_at else \(now) end,
            clock_on = case when decision_number is null then clock_on else \(LegalDate(now)) end,
            clock_limit = case when decision_number is null then clock_limit end
            """
    }

    /// Nobody can take the case. Counts one message.
    static func wait(
        _ id: CaseID, previous: HelperID?, _ explanation: Explanation, within limit: ReplacementLimit? = nil, at now: Date,
        in transaction: Transaction
    ) async throws -> CaseAssignment? {
        let column = try JSONParameter(explanation)
        return try await transaction.first(
            """
            update assignments
            set \(clockAnew(within: limit, at: now)), state = 'waiting', helper = null, helper_name = null, helper_kind = null, previous = \(previous), assigned_at = null,
                explanation = \(column), decision_number = null, decision_date = null, decision_signer = null, tried_at = \(now),
                version = version + 1, messages = messages + 1
            where case_id = \(id)
            returning \(CaseAssignment.columns)
            """)
    }

    /// Still nobody: only what was found is kept. Tells nothing.
    static func keepWaiting(_ id: CaseID, _ explanation: Explanation, at now: Date, in transaction: Transaction) async throws {
        let column = try JSONParameter(explanation)
        try await transaction.execute("update assignments set explanation = \(column), tried_at = \(now) where case_id = \(id)")
    }

    static func accept(_ id: CaseID, at now: Date, in transaction: Transaction) async throws -> CaseAssignment? {
        transaction.later("update offers set accepted_at = \(now) where case_id = \(id) and ended_at is null")
        return try await transaction.first(
            "update assignments set state = 'accepted', version = version + 1 where case_id = \(id) returning \(CaseAssignment.columns)")
    }

    /// Ends the open offer by refusal, with its explanation kept beside it, and counts the message that tells of it.
    static func refuse(_ id: CaseID, ground: String, note: String?, at now: Date, in transaction: Transaction) async throws
        -> CaseAssignment?
    {
        transaction.later(
            """
            update offers
            set ended_at = \(now), ending = 'refused', ground = \(ground), note = \(note), explanation = assignments.explanation
            from assignments
            where offers.case_id = \(id) and ended_at is null and assignments.case_id = offers.case_id
            """)
        return try await transaction.first(
            """
            update assignments
            set version = version + 1, messages = messages + 1
            where case_id = \(id)
            returning \(CaseAssignment.columns)
            """)
    }

    /// Keeps the decision that is in force, and its place among all of the case. Counts one message.
    static func decide(_ id: CaseID, _ decision: Decision, by issuer: String, at now: Date, in transaction: Transaction) async throws
        -> CaseAssignment?
    {
        transaction.later(
            """
            insert into decisions (id, case_id, organisation, province, helper, number, date, signer, issued_by, issued_at)
            select \(UUID.v7(at: now)), case_id, organisation, province, helper, \(decision.number), \(decision.date), \(decision.signer),
                \(issuer), \(now)
            from assignments
            where case_id = \(id)
            """)
        return try await transaction.first(
            """
            update assignments
            set decision_number = \(decision.number), decision_date = \(decision.date), decision_signer = \(decision.signer),
                version = version + 1, messages = messages + 1
            where case_id = \(id)
            returning \(CaseAssignment.columns)
            """)
    }

    /// Whether the case was ever offered to that helper.
    static func wasOffered(_ id: CaseID, to helper: HelperID, in transaction: Transaction) async throws -> Bool {
        try await transaction.value("select exists (select from offers where case_id = \(id) and helper = \(helper))", as: Bool.self)
            ?? false
    }
}
