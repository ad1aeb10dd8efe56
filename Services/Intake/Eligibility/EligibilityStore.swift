import Database
import Foundation
import Models
import Rules

/// The SQL of decisions on eligibility.
struct EligibilityStore: Sendable {
    /// Those of a request that others stand in place of, the first one first.
    func former(of request: RequestID, in transaction: Transaction) async throws -> [FormerDecision] {
        try await transaction.all(
            "select decided_at, superseded_at, paper, attachment, decision from former_decisions where request = \(request) order by number"
        )
    }

    /// The proof in the dossier of a request's case; nil without a case.
    func proof(of request: RequestID, in transaction: Transaction) async throws -> ProofState? {
        try await transaction.first(
            """
            select attachment is not null as present, due_on
            from dossier_papers
            where case_id = (select id from cases where request = \(request)) and kind = \(DossierPaper.proof)
            """)
    }

    /// The proof that came last; nil where none has.
    func lastPaper(of request: RequestID, in transaction: Transaction) async throws -> (kind: String, attachment: AttachmentID)? {
        try await transaction.rows(
            """
            select paper, attachment
            from former_decisions
            where request = \(request) and attachment is not null
            order by number desc
            limit 1
            """
        ).first.map { (try $0.get("paper"), try $0.get("attachment")) }
    }

    /// Puts `decision` in the place of the one on record, which is kept beside it. The request is locked by then.
    func decideAgain(
        _ record: RequestRecord, _ decision: EligibilityDecision, for paper: (kind: String, attachment: AttachmentID)?, at now: Date,
        in transaction: Transaction
    ) throws {
        let json = try JSONParameter(decision)
        let papers = decision.facts?.papers.sorted() ?? record.papers
        transaction.later(
            """
            insert into former_decisions (request, number, organisation, province, decided_at, superseded_at, paper, attachment, decision)
            select id, (select count(*) + 1 from former_decisions where request = requests.id), organisation, province,
                coalesce(eligibility_at, recorded_at), \(now), \(paper?.kind), \(paper?.attachment), eligibility
            from requests
            where id = \(record.id)
            """)
        transaction.later(
            """
            update requests
            set eligibility = \(json), eligibility_at = \(now), papers_shown = \(papers), version = version + 1
            where id = \(record.id)
            """)
    }
}
