import Directory
import Models
import Pages
import Rules
import ServiceKit

/// What `intake-state.mustache` shows: where a case stands, how it came there, what may be done from here and by whom, and the forms for it.
struct StatePage: Part {
    /// The kinds of the timeline that move a case, or change who has it.
    static let kinds: Set<String> = [
        "case_registered", "case_imported", "helper_assigned", "helper_change_asked", "helper_change_answered", "offer_refused",
        "suspended", "resumed", "finished", "stopped",
        "transferred", "transfer_answered",
        "handed_over", "archived", "reopened",
    ]

    let seen: StateDesk.Seen
    let rules: RulePacks
    let today: LegalDate
    let identity: Identity
    /// Somebody else moved the case while the form was filled in.
    let hasMoved: Bool
    let forms: [CaseAction: Form]
    let t: Sentences

    private var record: CaseRecord { seen.record }
    private var open: [CaseAction] { StateDesk.decisions.filter { record.allows($0) && $0.right.map(identity.may) ?? false } }

    func child(named name: String) -> Any? {
        switch name {
        case "code": record.code
        case "case_address": "/cases/\(record.id)"
        case "state": Tag(record.state, t)
        case "errors": open.lazy.compactMap { form($0).summary(fields(of: $0)) }.first
        case "moved": hasMoved ? Notice.moved(t) : nil
        case "facts": facts
        case "transferred": seen.transfer.map { $0.notice(t) }
        case "ways": ways
        case "deciding": open.isEmpty ? nil : deciding
        case "history": history
        default: nil
        }
    }

    private var facts: SummaryList {
        let pack = rules.suspensionGrounds(on: today)
        let moments: [(key: String, day: LegalDate?, detail: String?)] = [
            ("state_suspended_on", record.suspendedOn, record.suspensionGround.flatMap { pack[$0]?.title.text(t.language.rawValue) }),
            ("state_expected_on", record.expectedOn, nil), ("case_ended", record.endedOn, record.result),
            ("handover_on", record.handedOverOn, record.receivedBy), ("state_archived_on", record.archivedOn, record.archivePlace),
        ]
        return SummaryList(
            [.init(t("column_state"), t.label(record.state)), .init(t("column_helper"), record.helper?.name)]
                + moments.compactMap { key, day, detail in day.map { .init(t(key), .moment(Moment($0, t.formats), detail: detail)) } })
    }

    /// What may be done from here, by whom, and where the law says so.
    private var ways: Table {
        Table(
            caption: t("state_ways"), isCaptionHidden: true,
            columns: [Table.Column(t("state_action")), Table.Column(t("state_next")), Table.Column(t("state_who"))],
            rows: CaseTransitions.open(in: record.state).filter { $0.right != nil }.map { action in
                [
                    .text(t("case_act_\(action.rawValue)"), detail: Citation(action.article).text(t.language.rawValue)),
                    .tag(Tag(record.next(action) ?? record.state, t)),
                    .text(t(action.right == .decideCases ? "state_who_leads" : "state_who_works")),
                ]
            }, empty: EmptyState(t("case_state_over")))
    }

    private var history: Timeline {
        CaseHistory(entries: seen.entries.filter { Self.kinds.contains($0.kind) }, rules: rules, today: today, t: t).timeline
    }

    private var deciding: Tabs {
        Tabs(
            t("state_decide"),
            open.map { action in
                Tabs.Section(
                    id: action.path, title: t("case_act_\(action.rawValue)"), "intake-case-work",
                    CaseWorkTab(
                        action: "/cases/\(record.id)/\(action.path)", key: form(action).key, version: record.version,
                        fields: fields(of: action), submit: t("case_act_\(action.rawValue)"), isSecond: false))
            })
    }

    private func form(_ action: CaseAction) -> Form { (forms[action] ?? Form(t)).within(action.path) }

    private func fields(of action: CaseAction) -> [any FormPart] {
        let form = form(action)
        let note = form.area("note", "request_note", isRequired: false, maximum: 2_000, rows: 2)
        switch action {
        case .suspend:
            return [
                ground(rules.suspensionGrounds(on: today).all, form), form.date("date", "state_suspended_on"),
                form.date("expected_on", "state_expected_on", hint: "state_expected_hint", isRequired: false), note,
            ]
        case .resume: return [form.date("date", "state_resumed_on"), form.area("reason", "request_reason", maximum: 2_000, rows: 2)]
        case .reopen:
            return [
                form.date("date", "state_reopened_on"),
                form.area("reason", "request_reason", hint: "state_reopen_hint", maximum: 2_000, rows: 2),
            ]
        case .archive:
            return [
                form.date("date", "state_archived_on"),
                form.text("place", "state_archive_place", hint: "state_archive_place_hint", maximum: 200), note,
            ]
        case .transfer:
            let pack = rules.caseTransferGrounds(on: today)
            return [
                form.select("organisation", "state_receiver", seen.others.map { Choice($0.id.description, $0.title) }),
                ground(seen.organisation.map { pack.open(to: $0.kind) } ?? pack.all, form), note,
            ]
        case .stop:
            return [
                form.select("ground", "stop_ground", hint: "stop_ground_hint", rules.stopGrounds(on: today).all.map { $0.choice(t) }),
                form.date("date", "stop_date"), form.area("note", "stop_note", isRequired: false, maximum: 4_000, rows: 3),
            ]
        case .assign, .release, .work, .finish, .handOver: return []
        }
    }

    private func ground(_ grounds: [Ground], _ form: Form) -> any FormPart {
        form.select("ground", "stop_ground", grounds.map { $0.choice(t) })
    }
}
