import Directory
import Models
import Pages
import Rules
import ServiceKit

/// What `intake-request.mustache` shows: a request's facts, what was decided on it and by whom, and what may be decided now.
struct RequestPage: Part {
    let seen: ViewRequest.Whole
    let rules: RulePacks
    let today: LegalDate
    let mayDecide: Bool
    let mayReadPapers: Bool
    /// Somebody else decided while the form was filled in.
    let hasMoved: Bool
    let forms: [RequestAction: Form]
    let t: Sentences

    private var record: RequestRecord { seen.file.record }
    private var decisions: [RequestDecisionRecord] { seen.decisions }
    private var open: [RequestAction] { mayDecide ? RequestAction.open(in: record.state) : [] }

    func child(named name: String) -> Any? {
        switch name {
        case "state": Tag(record.state, t)
        case "errors": open.lazy.compactMap { form($0).summary(fields(of: $0)) }.first
        case "moved": hasMoved ? Notice.moved(t) : nil
        case "territory": territory
        case "proof": ProofNotice(proof: seen.file.proof, today: today, t: t).notice
        case "case": record.opened.map { Link($0.code, to: "/cases/\($0.id)") }
        case "facts": RequestFacts(seen.file, rules, on: today, t).summary
        case "departure": seen.departure.map { $0.notice(t) }
        case "arrival":
            seen.arrival.map { ArrivalPanel(transfer: $0, mayReadPapers: mayReadPapers && seen.departure == nil, rules: rules, t: t) }
        case "decisions": decisions.isEmpty ? nil : timeline
        case "deciding": open.isEmpty ? nil : deciding
        case "documents": "/requests/\(record.id)/documents"
        default: nil
        }
    }

    /// Whoever lives in another province is helped here only where the case arose here, or the central authority asks (Law 11/2017, Điều 26.1);
    /// else the request is passed on, not refused (Điều 35.1).
    private var territory: Notice? {
        guard !RequestAction.open(in: record.state).isEmpty, let code = record.client.residence?.province, code != record.province,
            let place = rules.provinces[code]?.name.text(t.language.rawValue)
        else { return nil }
        return Notice(.warning, title: t("request_territory_title"), text: t("request_territory_text", ["province": place]))
    }

    private var timeline: Timeline {
        Timeline(
            decisions.reversed().map { decision in
                Timeline.Entry(
                    t.label(decision.state), at: Moment(decision.at, t.formats), by: decision.by,
                    text: [ground(decision), decision.note].compactMap(\.self).joined(separator: " – "))
            }, empty: EmptyState(t("request_decisions")))
    }

    /// The ground in words, with its article.
    private func ground(_ decision: RequestDecisionRecord) -> String? {
        let day = LegalDate(decision.at)
        let pack = decision.state == .transferred ? rules.transferReasons(on: day) : rules.refusalReasons(on: day)
        return decision.reason.flatMap { pack[$0] }?.words(t)
    }

    private func form(_ action: RequestAction) -> Form { (forms[action] ?? Form(t)).within(action.rawValue) }

    private var deciding: Tabs {
        Tabs(
            t("request_decide"),
            open.map { action in
                Tabs.Section(
                    id: action.rawValue, title: t("request_act_\(action.rawValue)"), "intake-case-work",
                    CaseWorkTab(
                        action: "/requests/\(record.id)/\(action.rawValue)", key: form(action).key, version: record.version,
                        fields: fields(of: action), submit: t("request_do_\(action.rawValue)"), isSecond: action != .accept))
            })
    }

    private func fields(of action: RequestAction) -> [any FormPart] {
        let form = form(action)
        let grounds = RequestDecision.grounds(of: action, rules, on: today).map { pack in
            seen.organisation.map { pack.open(to: $0.kind) } ?? pack.all
        }
        let reason: [any FormPart] = grounds.map { [form.select("reason", "request_reason", $0.map { $0.choice(t) })] } ?? []
        let isSupplement = action == .askSupplement
        let note = form.area(
            "note", isSupplement ? "request_supplement" : "request_note", hint: isSupplement ? "request_supplement_hint" : nil,
            isRequired: isSupplement, maximum: 4_000, rows: 3)
        if action == .accept { return proofsLater(form) + [note] }
        guard action == .transfer else { return reason + [note] }
        let receiver = form.select(
            "organisation", "state_receiver", hint: "request_receiver_hint", isRequired: false,
            seen.others.map { Choice($0.id.description, $0.title) })
        return reason + [receiver, note]
    }

    /// Why it is accepted before its proofs are there (circular 12/2018, Điều 6).
    private func proofsLater(_ form: Form) -> [any FormPart] {
        [
            form.select(
                "at_once_ground", "request_at_once", hint: "request_at_once_hint", isRequired: false,
                rules.atOnceGrounds(on: today).all.map { $0.choice(t) }),
            form.checkboxes("force_majeure", "request_proofs_late", isRequired: false, [Choice("true", t("request_force_majeure"))]),
        ]
    }
}
