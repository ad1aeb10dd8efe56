import Database
import Foundation
import Models

/// Kế hoạch đánh giá: which finished cases are its population, what share is drawn, by which seed.
struct EvaluationPlan: RowDecodable {
    let id: UUID
    /// Nil: the whole country.
    let province: String?
    let title: String
    let from: LegalDate
    let to: LegalDate
    let percent: Double
    let seed: String
    let by: String
    let at: Date

    init(_ row: Row) throws {
        id = try row.get("id")
        province = try row.get("province")
        title = try row.get("title")
        from = try row.get("from_on")
        to = try row.get("to_on")
        percent = try row.get("percent")
        seed = try row.get("seed")
        by = try row.get("drawn_by")
        at = try row.get("drawn_at")
    }
}

/// A case of a plan's population, as it was when the sample was drawn.
struct PlanMember: RowDecodable {
    let id: CaseID
    let organisation: OrganisationID
    let code: String
    let helper: HelperID?
    let helperName: String?
    /// From 1; nil where it was not drawn.
    let drawn: Int?
    /// Of its evaluation by plan, once it is over.
    let grade: String?

    init(_ row: Row) throws {
        id = try row.get("case_id")
        organisation = try row.get("organisation")
        code = try row.get("code")
        helper = try row.get("helper")
        helperName = try row.get("helper_name")
        drawn = try row.get("drawn")
        grade = try row.get("grade")
    }
}
