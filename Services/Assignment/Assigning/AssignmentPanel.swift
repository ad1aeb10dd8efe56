import Models
import Pages
import Rules
import ServiceKit

/// What `assignment-panel.mustache` shows: who has the case, why, and what the reader may do about it.
struct AssignmentPanel: Part {
    let assignment: CaseAssignment
    /// As far as the reader may see it.
    let explanation: Explanation?
    let identity: Identity
    /// Until when the helper, or the decision that names them, must come; nil where nothing is waited for.
    let due: DueTime?
    /// Whether the reader may open the helper's page.
    let isHelperSeen: Bool
    let grounds: [Ground]
    let changeGrounds: [Ground]
    let form: Form
    /// Why the last attempt failed, where no field is to blame.
    let problem: String?

    private var t: Sentences { form.sentences }
    private var isOwn: Bool { identity.role == .helper && identity.helper == assignment.helper && !assignment.isClosed }
    private var mayAssign: Bool { identity.may(.assign) && !assignment.isClosed }

    func child(named name: String) -> Any? {
        switch name {
        case "action": "/cases/\(assignment.id)/assignment"
        case "case_address": "/cases/\(assignment.id)"
        case "problem": problem.map { Notice(.danger, text: $0) }
        case "errors": form.summary(isOwn ? refusal : pick + decision)
        case "facts": facts
        case "why": explanation.map { ExplanationPart(explanation: $0, t: t) }
        case "may_accept": isOwn && assignment.state == .offered
        case "refuses": isOwn
        case "refusal": refusal
        case "picks": mayAssign
        case "pick": pick
        case "decides": mayAssign && assignment.helper != nil && assignment.decision == nil
        case "decision": decision
        case "version": String(assignment.version)
        default: nil
        }
    }

    private var facts: SummaryList {
        let helper: TableCell =
            assignment.helper.map { id in
                isHelperSeen ? .link(assignment.helperName ?? "", to: "/helpers/\(id)") : .text(assignment.helperName ?? "")
            } ?? .none
        let decision: TableCell =
            assignment.decision.map {
                .text(t("pick_decision_number", ["number": $0.number, "date": t.formats.date($0.date)]), detail: $0.signer)
            } ?? .none
        let state: TableCell = assignment.isClosed ? .text(t("pick_closed")) : .tag(Tag(assignment.state, t))
        let limit = assignment.isClosed ? nil : due
        return SummaryList(
            [.init(t("board_helper"), helper), .init(t("board_state"), state), .init(t("pick_decision"), decision)]
                + (limit.map { [.init(t("pick_due"), .moment($0.moment(t.formats)))] } ?? []))
    }

    private var refusal: [any FormPart] {
        let form = form.within("refusal")
        let choices = grounds.map {
            Choice($0.key, $0.title.text(t.language.rawValue), hint: Citation($0.article).text(t.language.rawValue))
        }
        return [
            form.radios("reason", "pick_ground", choices), form.area("note", "pick_note", isRequired: false, maximum: 2_000, rows: 3),
        ]
    }

    private var pick: [any FormPart] {
        let form = form.within("pick")
        let fields: [any FormPart] = [
            form.suggest(
                "helper", "pick_helper", hint: "pick_helper_hint", isRequired: false, from: "/cases/\(assignment.id)/assignment/helpers",
                detail: "detail"),
            form.area("reason", "pick_reason", hint: "pick_reason_hint", isRequired: assignment.helper != nil, maximum: 1_000, rows: 3),
        ]
        return assignment.helper != nil && assignment.form == .litigation ? fields + turnedAway : fields
    }

    /// Why and since when a procedural body does not let the present helper act.
    private var turnedAway: [any FormPart] {
        let form = form.within("pick")
        return [
            form.select(
                "ground", "pick_change_ground", hint: "pick_change_ground_hint", isRequired: false,
                changeGrounds.map { Choice($0.key, $0.title.text(t.language.rawValue)) }),
            form.date("received_on", "pick_change_received_on", isRequired: false),
            form.text("received_time", "pick_change_received_time", isRequired: false, width: .short, maximum: 5),
        ]
    }

    private var decision: [any FormPart] {
        let form = form.within("decision")
        return [
            form.text("number", "pick_number", hint: "pick_number_hint", width: .half, maximum: 50), form.date("date", "pick_date"),
            form.text("signer", "pick_signer", width: .half, maximum: 200),
        ]
    }
}
