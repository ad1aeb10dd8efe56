import Database
import Foundation
import Models

/// The SQL of plans of evaluation.
struct PlanStore: Sendable {
    private static let columns: SQL = "id, province, title, from_on, to_on, percent, seed, drawn_by, drawn_at"

    func list(in transaction: Transaction) async throws -> [EvaluationPlan] {
        try await transaction.all("select \(Self.columns) from evaluation_plans order by drawn_at desc, id limit 200")
    }

    func find(_ id: UUID, in transaction: Transaction) async throws -> EvaluationPlan? {
        try await transaction.first("select \(Self.columns) from evaluation_plans where id = \(id)")
    }

    func members(of id: UUID, in transaction: Transaction) async throws -> [PlanMember] {
        try await transaction.all(
            """
            select evaluation_population.case_id, evaluation_population.organisation, code, evaluation_population.helper,
                evaluation_population.helper_name, drawn, quality_rounds.grade
            from evaluation_population
            left join quality_rounds on quality_rounds.case_id = evaluation_population.case_id and basis = 'plan'
            where plan = \(id)
            order by drawn nulls last, evaluation_population.case_id
            """)
    }

    /// One draw at a time in the whole country: no case is drawn twice.
    func lock(in transaction: Transaction) async throws {
        try await transaction.execute("select pg_advisory_xact_lock(hashtextextended('evaluation-plans', 0))")
    }

    func insert(_ plan: NewPlan, _ id: UUID, by name: String, at now: Date, in transaction: Transaction) {
        transaction.later(
            """
            insert into evaluation_plans (id, province, title, from_on, to_on, percent, seed, drawn_by, drawn_at)
            values (\(id), \(plan.province), \(plan.title), \(plan.from), \(plan.to), \(plan.percent), \(plan.seed), \(name), \(now))
            """)
    }

    /// Freezes the population: litigation and representation (Điều 14.2) that came to their end in those days, and were neither drawn nor evaluated before.
    func freeze(_ plan: NewPlan, _ id: UUID, in transaction: Transaction) async throws -> [DrawSample.Member] {
        let place: SQL = plan.province.map { "cases.province = \($0)" } ?? "true"
        try await transaction.execute(
            """
            insert into evaluation_population (plan, case_id, organisation, province, code, helper, helper_name)
            select \(id), cases.id, cases.organisation, cases.province, cases.code, cases.helper, cases.helper_name
            from cases
            where finished and form in ('litigation', 'representation') and ended_on between \(plan.from) and \(plan.to) and \(place)
                and not exists (select from quality_rounds where quality_rounds.case_id = cases.id and kind = 'evaluation')
                and not exists (select from evaluation_population where evaluation_population.case_id = cases.id and drawn is not null)
            """)
        return try await transaction.rows("select case_id, helper from evaluation_population where plan = \(id)").map {
            DrawSample.Member(id: try $0.get("case_id"), helper: try $0.get("helper"))
        }
    }

    func mark(_ drawn: [CaseID], of id: UUID, in transaction: Transaction) {
        transaction.later(
            """
            update evaluation_population
            set drawn = place
            from unnest(\(drawn)) with ordinality as sample (case_id, place)
            where plan = \(id) and evaluation_population.case_id = sample.case_id
            """)
    }
}

/// A plan as it was filled in.
struct NewPlan: Sendable {
    let title: String
    let from: LegalDate
    let to: LegalDate
    let percent: Double
    let seed: String
    let province: String?
}
