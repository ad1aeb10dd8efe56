import Foundation
import Models
import Rules

/// The quality of a case in the JSON API.
struct QualityView: Encodable, Sendable {
    struct Review: Encodable, Sendable {
        let by: String
        let points: [String: Double]
        let breach: Bool
        let total: Double
        let grade: String
        let note: String?
        let at: Date
    }

    struct Round: Encodable, Sendable {
        let id: String
        let kind: QualityRound.Kind
        let basis: QualityRound.Basis?
        let reviewers: Int
        let received: Int
        let closed: Bool
        let total: Double?
        let grade: String?
        let helper: HelperID?
        /// Of a round that is not over: the caller's own only.
        let reviews: [Review]
        let agreement: Agreement?
        let reply: QualityRound.Reply?
        let openedAt: Date
        let closedAt: Date?

        init(_ round: QualitySheet.Round, _ criteria: [QualityCriterion]) {
            id = round.round.id.text
            kind = round.round.kind
            basis = round.round.basis
            reviewers = round.round.reviewers
            received = round.received
            closed = round.round.isClosed
            total = round.round.total
            grade = round.round.grade
            helper = round.round.helper
            reviews = round.reviews.map {
                Review(by: $0.name, points: $0.points, breach: $0.breach, total: $0.total, grade: $0.grade, note: $0.note, at: $0.at)
            }
            agreement = round.reviews.count == 2 ? Agreement([(round.reviews[0], round.reviews[1])], criteria: criteria) : nil
            reply = round.round.reply
            openedAt = round.round.openedAt
            closedAt = round.round.closedAt
        }
    }

    let `case`: CaseID
    let criteria: [QualityCriterion]
    let grades: [QualityGrade]
    let confirmed: Bool
    let note: LocalizedText?
    let drawn: Bool
    let rounds: [Round]
    let successCriteria: [SuccessCriterion]
    let success: SuccessFinding?

    init(_ sheet: QualitySheet, _ rules: RulePacks, today: LegalDate) {
        let pack = rules.quality(on: sheet.record.endedOn ?? today)
        `case` = sheet.record.id
        criteria = pack.criteria(for: sheet.record.form)
        grades = pack.grades
        confirmed = pack.confirmed
        note = pack.note
        drawn = sheet.isDrawn
        rounds = sheet.rounds.map { Round($0, pack.criteria(for: sheet.record.form)) }
        successCriteria = sheet.record.form == .litigation ? pack.success(in: sheet.record.field) : []
        success = sheet.finding
    }
}

/// A round in the list of the JSON API.
struct QualityLineView: Encodable, Sendable {
    let round: String
    let `case`: CaseID
    let code: String
    let organisation: OrganisationID
    let kind: QualityRound.Kind
    let basis: QualityRound.Basis?
    let helper: HelperID?
    let helperName: String?
    let total: Double?
    let grade: String?
    let reviewers: Int
    let success: [String]
    let closedAt: Date?

    init(_ line: QualityLine) {
        round = line.round.id.text
        `case` = line.round.caseID
        code = line.code
        organisation = line.round.organisation
        kind = line.round.kind
        basis = line.round.basis
        helper = line.round.helper
        helperName = line.round.helperName
        total = line.round.total
        grade = line.round.grade
        reviewers = line.round.reviewers
        success = line.success
        closedAt = line.round.closedAt
    }
}

/// A plan of evaluation in the JSON API; with its sample where it is asked for by itself.
struct PlanView: Encodable, Sendable {
    struct Member: Encodable, Sendable {
        let `case`: CaseID
        let code: String
        let organisation: OrganisationID
        let helper: HelperID?
        let drawn: Int?
        let grade: String?
    }

    let id: String
    let province: String?
    let title: String
    let from: LegalDate
    let to: LegalDate
    let percent: Double
    let seed: String
    let by: String
    let at: Date
    var population: [Member]?
    /// Whether the seed gives the same sample again.
    var reproduced: Bool?

    init(_ plan: EvaluationPlan) {
        id = plan.id.text
        province = plan.province
        title = plan.title
        from = plan.from
        to = plan.to
        percent = plan.percent
        seed = plan.seed
        by = plan.by
        at = plan.at
    }

    init(_ drawn: QualityDesk.DrawnPlan) {
        self.init(drawn.plan)
        population = drawn.members.map {
            Member(case: $0.id, code: $0.code, organisation: $0.organisation, helper: $0.helper, drawn: $0.drawn, grade: $0.grade)
        }
        reproduced = drawn.isReproduced
    }
}
