import Database
import Foundation
import Hummingbird
import Models
import Outbox
import Rules
import ServiceKit

/// Quality for whoever asks: looks within their scope; the reviews of Sở and Cục, who may only read a centre's rows, are written by the service on their behalf once the
/// case is known to be theirs to see.
struct QualityDesk: Sendable {
    let house: House
    let work: WorkDesk
    let quality: QualityStore
    let plans: PlanStore
    let review: ReviewQuality
    let draw: DrawPlan
    let timeline: TimelineStore

    func sheet(_ context: ServiceContext) async throws -> QualitySheet {
        let caller = try context.require().subject
        return try await work.read(context, part: "quality") { try await sheet(of: $0, for: caller, in: $1) }.found
    }

    func sheet(of record: CaseRecord, for caller: String, in transaction: Transaction) async throws -> QualitySheet {
        QualitySheet(
            record, try await quality.rounds(of: record.id, in: transaction), try await quality.reviews(of: record.id, in: transaction),
            try await quality.findings(of: record.id, in: transaction), isDrawn: try await quality.isDrawn(record.id, in: transaction),
            for: caller)
    }

    /// Changes something of the quality of one case. Throws 404 where it is not theirs to see.
    func change(
        _ request: Request, _ context: ServiceContext, key: String? = nil, _ body: (WorkDesk.Change) async throws -> Response
    ) async throws -> Response {
        let identity = try context.require()
        guard identity.may(.evaluateQuality) else {
            return try await work.change(request, context, key: key, body)
        }
        let id = try context.id("id", CaseID.self)
        guard try await house.database.transaction(identity.scope, { try await work.desk.cases.find(id, in: $0) }) != nil else {
            throw Problem.notFound()
        }
        let actor = Actor(identity, reference: context.reference)
        return try await context.idempotent(request, house.database, .service, key: key) { transaction in
            guard let record = try await work.desk.cases.lock(id, in: transaction) else { throw Problem.notFound() }
            return try await body(WorkDesk.Change(record: record, identity: identity, actor: actor, transaction: transaction))
        }
    }

    func review(_ document: JSONValue, _ kind: QualityRound.Kind, for change: WorkDesk.Change) async throws {
        let pack = house.rules.quality(on: change.record.endedOn ?? house.clock.today)
        let filled = try NewReview(document, for: change.record.form, pack: pack)
        try await review(filled, kind, of: change.record, by: change.identity, change.actor, in: change.transaction)
    }

    /// The helper's word on a round that is over; once.
    func reply(_ document: JSONValue, to round: UUID, for change: WorkDesk.Change) async throws {
        let reader = FieldReader(document)
        let text = reader.text("text", in: 1...4_000)
        try reader.finish()
        let now = house.clock.now
        guard
            try await quality.reply(
                text, to: round, of: change.record.id, by: change.actor.name, at: now, in: change.transaction)
        else {
            throw Problem.conflict(
                Bilingual(
                    vi: "Lần chấm này chưa xong hoặc đã có ý kiến phản hồi.", en: "That round is not over, or was replied to already."))
        }
        try change.transaction.audit(
            change.actor.entry(
                "case.quality-replied", "case", change.record.id.uuid, change.record.organisation, details: ["round": round.text]), at: now)
    }

    /// Which criteria of success the case met; several, or none.
    func find(_ document: JSONValue, for change: WorkDesk.Change) throws {
        let record = change.record
        let known = house.rules.quality(on: record.endedOn ?? house.clock.today).success(in: record.field).map(\.key)
        let reader = FieldReader(document)
        let criteria = reader.choices("criteria", among: known)
        let note = reader.optionalText("note", in: 1...2_000)
        try reader.finish()
        guard record.isFinished, record.form == .litigation else {
            throw Problem.conflict(
                Bilingual(
                    vi: "Chỉ xác định thành công với vụ việc tham gia tố tụng đã kết thúc.",
                    en: "Only litigation that came to its end can be found successful."))
        }
        let now = house.clock.now
        let id = SuccessFindingID(at: now)
        quality.insert(criteria, id, note: note, of: record, by: change.actor, at: now, in: change.transaction)
        try house.outbox.publish(
            SuccessFound(
                finding: id, case: record.id, organisation: record.organisation, helper: record.helper?.id, criteria: criteria,
                occurredAt: now, recordedAt: now),
            version: 1, in: change.transaction)
        try timeline.add(
            "success_found", to: record, by: change.actor.name, ["criteria": criteria.joined(separator: " ")], at: now,
            in: change.transaction)
        try change.transaction.audit(
            change.actor.entry(
                "case.success-found", "case", record.id.uuid, record.organisation, details: ["criteria": criteria.joined(separator: " ")]),
            at: now)
    }

    struct Listed: Sendable {
        /// One more than was asked for where there are more.
        let lines: [QualityLine]
        let grades: [String: Int]
        let agreement: Agreement
    }

    func list(_ filter: QualityFilter, _ page: PageRequest, for identity: Identity, by actor: Actor) async throws -> Listed {
        var filter = filter
        if identity.reach(.readCases) == .own { filter.helper = identity.helper ?? HelperID(at: .distantPast) }
        let narrowed = filter
        let criteria = house.rules.quality(on: house.clock.today).criteria
        return try await house.database.transaction(identity.scope) { transaction in
            try transaction.audit(
                actor.entry("cases.listed", "case", nil, identity.organisation, details: ["part": "quality"]), at: house.clock.now)
            return Listed(
                lines: try await quality.list(narrowed, page, within: identity.scope, in: transaction),
                grades: try await quality.grades(narrowed, within: identity.scope, in: transaction),
                agreement: Agreement(try await quality.pairs(narrowed, within: identity.scope, in: transaction), criteria: criteria))
        }
    }

    struct DrawnPlan: Sendable {
        let plan: EvaluationPlan
        let members: [PlanMember]
        /// Whether the seed gives the same sample again from the population that was kept.
        let isReproduced: Bool

        var drawn: [PlanMember] { members.filter { $0.drawn != nil } }

        init(_ plan: EvaluationPlan, _ members: [PlanMember]) {
            self.plan = plan
            self.members = members
            let again = DrawSample(seed: plan.seed, percent: plan.percent)(members.map { .init(id: $0.id, helper: $0.helper) })
            isReproduced = again == members.filter { $0.drawn != nil }.sorted { ($0.drawn ?? 0) < ($1.drawn ?? 0) }.map(\.id)
        }
    }

    func plan(_ id: UUID, for identity: Identity, by actor: Actor) async throws -> DrawnPlan {
        try await house.database.transaction(identity.scope) { transaction in
            guard let plan = try await plans.find(id, in: transaction) else { throw Problem.notFound() }
            try transaction.audit(actor.entry("evaluation.viewed", "evaluation-plan", id, nil), at: house.clock.now)
            return DrawnPlan(plan, try await plans.members(of: id, in: transaction))
        }
    }
}
