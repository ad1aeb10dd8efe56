import Database
import Foundation
import Models
import ServiceKit

/// The SQL of rounds, reviews and findings.
struct QualityStore: Sendable {
    func rounds(of id: CaseID, in transaction: Transaction) async throws -> [QualityRound] {
        try await transaction.all("select \(QualityRound.columns) from quality_rounds where case_id = \(id) order by opened_at, id")
    }

    func open(_ kind: QualityRound.Kind, of id: CaseID, in transaction: Transaction) async throws -> QualityRound? {
        try await transaction.first(
            """
            select \(QualityRound.columns)
            from quality_rounds
            where case_id = \(id) and kind = \(kind.rawValue) and closed_at is null
            """)
    }

    func reviews(of id: CaseID, in transaction: Transaction) async throws -> [QualityReview] {
        try await transaction.all(
            """
            select round, reviewer, reviewer_name, points, breach, quality_reviews.total, quality_reviews.grade, note, reviewed_at
            from quality_reviews join quality_rounds on quality_rounds.id = round
            where case_id = \(id)
            order by reviewed_at, reviewer
            """)
    }

    func findings(of id: CaseID, in transaction: Transaction) async throws -> SuccessFinding? {
        try await transaction.first(
            """
            select criteria, note, found_by, found_as, found_at
            from success_findings
            where case_id = \(id)
            order by found_at desc, id desc
            limit 1
            """)
    }

    /// Whether a plan has drawn the case.
    func isDrawn(_ id: CaseID, in transaction: Transaction) async throws -> Bool {
        try await transaction.value(
            "select exists (select from evaluation_population where case_id = \(id) and drawn is not null)", as: Bool.self) ?? false
    }

    func begin(
        _ id: UUID, _ kind: QualityRound.Kind, _ basis: QualityRound.Basis?, reviewers: Int, of record: CaseRecord, at now: Date,
        in transaction: Transaction
    ) {
        transaction.later(
            """
            insert into quality_rounds (id, case_id, organisation, province, kind, basis, reviewers, helper, helper_name, opened_at)
            values (\(id), \(record.id), \(record.organisation), \(record.province), \(kind.rawValue), \(basis?.rawValue), \(reviewers),
                \(record.helper?.id), \(record.helper?.name), \(now))
            """)
    }

    func add(
        _ review: NewReview, total: Double, grade: String, to round: UUID, of record: CaseRecord, by actor: Actor, at now: Date,
        in transaction: Transaction
    ) throws {
        let points = try JSONParameter(review.points)
        transaction.later(
            """
            insert into quality_reviews (round, reviewer, organisation, province, reviewer_name, points, breach, total, grade, note, reviewed_at)
            values (\(round), \(actor.subject), \(record.organisation), \(record.province), \(actor.name), \(points), \(review.breach), \(total),
                \(grade), \(review.note), \(now))
            """)
    }

    func close(_ round: UUID, total: Double, grade: String, at now: Date, in transaction: Transaction) {
        transaction.later("update quality_rounds set total = \(total), grade = \(grade), closed_at = \(now) where id = \(round)")
    }

    /// False where it was replied to before, or is not over.
    func reply(_ text: String, to round: UUID, of id: CaseID, by name: String, at now: Date, in transaction: Transaction) async throws
        -> Bool
    {
        try await transaction.execute(
            """
            update quality_rounds
            set reply = \(text), replied_by = \(name), replied_at = \(now)
            where id = \(round) and case_id = \(id) and closed_at is not null and reply is null
            """) == 1
    }

    func insert(
        _ criteria: [String], _ id: SuccessFindingID, note: String?, of record: CaseRecord, by actor: Actor, at now: Date,
        in transaction: Transaction
    ) {
        transaction.later(
            """
            insert into success_findings (id, case_id, organisation, province, criteria, note, found_by, found_as, found_at)
            values (\(id), \(record.id), \(record.organisation), \(record.province), \(criteria), \(note), \(actor.name),
                \(actor.role.rawValue), \(now))
            """)
    }

    /// Rounds that are over, the latest first, with the case's code; after `page.after` (closed_at, id).
    func list(_ filter: QualityFilter, _ page: PageRequest, within scope: Scope, in transaction: Transaction) async throws -> [QualityLine]
    {
        let after = page.after.flatMap { cursor in
            cursor.instant(at: 0).flatMap { at in UUID(text: cursor.keys[1]).map { (at: at, id: $0) } }
        }
        let rest: SQL = after.map { "and (closed_at, quality_rounds.id) < (\($0.at), \($0.id))" } ?? ""
        return try await transaction.all(
            """
            select \(Self.qualified), cases.code,
                (select criteria from success_findings where success_findings.case_id = cases.id order by found_at desc, success_findings.id desc limit 1)
                    as success
            from quality_rounds join cases on cases.id = quality_rounds.case_id
            where closed_at is not null and \(filter.conditions(scope.tenant(of: "quality_rounds."))) \(rest)
            order by closed_at desc, quality_rounds.id desc
            limit \(page.limit + 1)
            """)
    }

    /// How many rounds have each grade.
    func grades(_ filter: QualityFilter, within scope: Scope, in transaction: Transaction) async throws -> [String: Int] {
        let rows = try await transaction.rows(
            """
            select grade, count(*) as rounds
            from quality_rounds
            where closed_at is not null and \(filter.conditions(scope.tenant(of: "quality_rounds.")))
            group by grade
            """)
        return Dictionary(uniqueKeysWithValues: try rows.map { (try $0.get("grade"), try $0.get("rounds")) })
    }

    /// The reviews of rounds that two have scored, two by two.
    func pairs(_ filter: QualityFilter, within scope: Scope, in transaction: Transaction) async throws -> [(QualityReview, QualityReview)] {
        let reviews: [QualityReview] = try await transaction.all(
            """
            select round, reviewer, reviewer_name, points, breach, quality_reviews.total, quality_reviews.grade, note, reviewed_at
            from quality_reviews join quality_rounds on quality_rounds.id = round
            where closed_at is not null and reviewers = 2 and \(filter.conditions(scope.tenant(of: "quality_rounds.")))
            order by round, reviewed_at, reviewer
            """)
        return Dictionary(grouping: reviews, by: \.round).values.compactMap { $0.count == 2 ? ($0[0], $0[1]) : nil }
    }

    private static let qualified: SQL = """
        quality_rounds.id, quality_rounds.case_id, quality_rounds.organisation, quality_rounds.kind, basis, reviewers, quality_rounds.helper,
        quality_rounds.helper_name, total, grade, opened_at, closed_at, reply, replied_by, replied_at
        """
}

/// What a list of rounds is narrowed to.
struct QualityFilter: Sendable {
    var kind: QualityRound.Kind?
    var grade: String?
    var helper: HelperID?
    var organisation: OrganisationID?

    func conditions(_ tenant: SQL) -> SQL {
        var conditions = [tenant]
        if let kind { conditions.append("quality_rounds.kind = \(kind.rawValue)") }
        if let grade { conditions.append("quality_rounds.grade = \(grade)") }
        if let helper { conditions.append("quality_rounds.helper = \(helper)") }
        if let organisation { conditions.append("quality_rounds.organisation = \(organisation)") }
        return conditions.joined(" and ")
    }
}

/// A round in a list.
struct QualityLine: RowDecodable {
    let round: QualityRound
    let code: String
    let success: [String]

    init(_ row: Row) throws {
        round = try QualityRound(row)
        code = try row.get("code")
        success = try row.get("success", as: [String]?.self) ?? []
    }
}
