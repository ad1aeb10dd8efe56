import Database
import Foundation
import Models

/// One appraisal (thẩm định) of a case by its centre, or one evaluation (đánh giá) of it by Sở or Cục.
struct QualityRound: RowDecodable {
    enum Kind: String, CaseIterable, Codable, Sendable {
        case appraisal, evaluation
    }

    /// Why a case is evaluated (circular 12/2018, Điều 14.2, 14.3).
    enum Basis: String, CaseIterable, Codable, Sendable {
        case plan, complaint, other
    }

    let id: UUID
    let caseID: CaseID
    let organisation: OrganisationID
    let kind: Kind
    let basis: Basis?
    /// How many are to score it.
    let reviewers: Int
    let helper: HelperID?
    let helperName: String?
    /// Once all have: the mean.
    let total: Double?
    let grade: String?
    let openedAt: Date
    let closedAt: Date?
    let reply: Reply?

    /// What the helper says of it.
    struct Reply: Encodable, Sendable {
        let text: String
        let by: String
        let at: Date
    }

    static let columns: SQL = """
        id, case_id, organisation, kind, basis, reviewers, helper, helper_name, total, grade, opened_at, closed_at, reply, replied_by, replied_at
        """

    init(_ row: Row) throws {
        id = try row.get("id")
        caseID = try row.get("case_id")
        organisation = try row.get("organisation")
        kind = Kind(rawValue: try row.get("kind")) ?? .appraisal
        basis = try row.get("basis", as: String?.self).flatMap(Basis.init)
        reviewers = try row.get("reviewers")
        helper = try row.get("helper")
        helperName = try row.get("helper_name")
        total = try row.get("total")
        grade = try row.get("grade")
        openedAt = try row.get("opened_at")
        closedAt = try row.get("closed_at")
        let (text, by, at) = (
            try row.get("reply", as: String?.self), try row.get("replied_by", as: String?.self), try row.get("replied_at", as: Date?.self)
        )
        if let text, let by, let at { reply = Reply(text: text, by: by, at: at) } else { reply = nil }
    }

    var isClosed: Bool { closedAt != nil }
}

/// What one reviewer gave.
struct QualityReview: RowDecodable {
    let round: UUID
    /// The account.
    let reviewer: String
    let name: String
    let points: [String: Double]
    let breach: Bool
    let total: Double
    let grade: String
    let note: String?
    let at: Date

    init(_ row: Row) throws {
        round = try row.get("round")
        reviewer = try row.get("reviewer")
        name = try row.get("reviewer_name")
        points = try row.get("points", as: JSONColumn<[String: Double]>.self).value
        breach = try row.get("breach")
        total = try row.get("total")
        grade = try row.get("grade")
        note = try row.get("note")
        at = try row.get("reviewed_at")
    }
}

/// Which criteria of success a case was found to meet (circular 12/2018, Điều 14.1).
struct SuccessFinding: RowDecodable, Encodable {
    let criteria: [String]
    let note: String?
    let by: String
    /// As what they found it: for the organisation, for the Sở or for the Cục (circular 12/2018, Điều 14). Nil where that was not kept.
    let role: Role?
    let at: Date

    init(_ row: Row) throws {
        criteria = try row.get("criteria")
        note = try row.get("note")
        by = try row.get("found_by")
        role = try row.get("found_as", as: String?.self).flatMap(Role.init)
        at = try row.get("found_at")
    }
}
