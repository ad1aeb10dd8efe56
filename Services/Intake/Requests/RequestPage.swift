import Directory
import Models
import Pages
import Rules
import ServiceKit

/// What `intake-request.mustache` shows: a request's facts, what was decided on it and by whom, and what may be decided now.
struct RequestPage: Part {
    let seen: ViewRequest.Whole
    /// In which cases people of these names have a part, for who decides on it (Law 11/2017, Điều 25.2a).
    let conflicts: CheckConflicts.Found?
    let rules: RulePacks
    let today: LegalDate
    /// Who looks at it.
    let reader: Identity
    let mayCorrect: Bool
    let mayReadPapers: Bool
    /// Somebody else decided while the form was filled in.
    let hasMoved: Bool
    let forms: [RequestAction: Form]
    let t: Sentences

    private var record: RequestRecord { seen.file.record }
    private var decisions: [RequestDecisionRecord] { seen.decisions }
    private var open: [RequestAction] { seen.isOpen ? RequestAction.open(in: record.state) : [] }

    func child(named name: String) -> Any? {
        switch name {
        case "state": Tag(record.state, t)
        case "errors": open.lazy.compactMap { form($0).summary(fields(of: $0)) }.first
        case "moved": hasMoved ? Notice.moved(t) : nil
        case "territory": territoryNotice
        case "contact": contactNotice
        case "similar": similar
        case "correction": mayCorrect && !RequestAction.open(in: record.state).isEmpty ? "/requests/\(record.id)/corrections" : nil
        case "corrections": corrections
        case "proof": ProofNotice(proof: seen.file.proof, today: today, t: t).notice
        case "case": record.opened.map { Link($0.code, to: "/cases/\($0.id)") }
        case "facts": RequestFacts(seen.file, rules, on: today, for: reader, t).summary
        case "people": seen.people.flatMap { $0.isEmpty ? nil : people($0) }
        case "conflicts": conflicts.map { ConflictTable(parts: $0.parts, codes: $0.codes, t: t) }
        case "departure": seen.departure.map { $0.notice(t) }
        case "arrival":
            seen.arrival.map { ArrivalPanel(transfer: $0, mayReadPapers: mayReadPapers && seen.departure == nil, rules: rules, t: t) }
        case "decisions": decisions.isEmpty ? nil : timeline
        case "deciding": open.isEmpty ? nil : deciding
        case "documents": "/requests/\(record.id)/documents"
        default: nil
        }
    }

    /// Nobody can be told what was decided: whoever asked online reads it with their receipt only.
    private var contactNotice: Notice? {
        let (client, requester) = (record.client, record.requester)
        let ways = [
            client.phone, client.email, client.address, client.residence?.commune, requester?.phone, requester?.email, record.notice?.body,
        ]
        guard ways.allSatisfy({ $0 == nil }), !RequestAction.open(in: record.state).isEmpty else { return nil }
        return Notice(
            .warning, title: t("request_no_contact"),
            text: t(record.channel == .online ? "request_no_contact_online" : "request_no_contact_text"))
    }

    /// Whoever lives in another province is helped here only where the case arose here, or the central authority asks (Law 11/2017, Điều 26.1);
    /// else the request is passed on, not refused (Điều 35.1).
    private var territoryNotice: Notice? {
        guard record.territory == nil, !territoryGrounds.isEmpty, record.state != .refused, record.state != .transferred,
            let code = record.client.residence?.province, let place = rules.provinces[code]?.name.text(t.language.rawValue)
        else { return nil }
        return Notice(.warning, title: t("request_territory_title"), text: t("request_territory_text", ["province": place]))
    }

    private var territoryGrounds: [Ground] {
        seen.organisation.map { Territory(client: record.client, of: $0.kind, in: record.province, rules: rules).grounds(on: today) } ?? []
    }

    private var corrections: Table? {
        guard !seen.corrections.isEmpty else { return nil }
        return RequestCorrectionTable(corrections: seen.corrections, reader: reader, rules: rules, today: today, t: t).table
    }

    private func people(_ named: [Party]) -> Table {
        Table(
            caption: t("request_people"), isCaptionHidden: true,
            columns: ["party_name", "party_role", "party_birth_year", "request_identity"].map { Table.Column(t($0)) },
            rows: named.map { [.text($0.name)] + $0.cells(t) }, empty: EmptyState(t("request_people")))
    }

    private var similar: Table? {
        guard !seen.similar.isEmpty else { return nil }
        return SimilarTable(mine: SimilarFacts(record, reader: reader, t), similar: seen.similar, reader: reader, t: t).table
    }

    private var timeline: Timeline {
        Timeline(
            decisions.reversed().map { decision in
                Timeline.Entry(
                    decision.state == .received ? t("request_supplement_came") : t.label(decision.state),
                    at: Moment(decision.at, t.formats), by: decision.by,
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
        if action == .accept { return apart(form) + outside(form) + proofsLater(form) + [note] }
        guard action == .transfer else { return reason + [note] }
        let receiver = form.select(
            "organisation", "state_receiver", hint: "request_receiver_hint", isRequired: false,
            receivers.map { Choice($0.id.description, $0.title) })
        return reason + [receiver, note]
    }

    /// To whom one of the grounds leads (Law 11/2017, Điều 35).
    private var receivers: [Organisation] {
        guard let own = seen.organisation else { return [] }
        let grounds = rules.transferReasons(on: today).open(to: own.kind)
        return seen.others.filter { other in
            grounds.contains { $0.leads(from: own.province, to: other.kind, in: other.province) }
        }
    }

    /// Why it is another request than those beside it.
    private func apart(_ form: Form) -> [any FormPart] {
        guard !seen.similar.isEmpty else { return [] }
        return [form.area("distinct_reason", "request_distinct_reason", hint: "request_distinct_hint", maximum: 500, rows: 2)]
    }

    /// Why somebody of another province is helped here (Law 11/2017, Điều 26.1).
    private func outside(_ form: Form) -> [any FormPart] {
        guard !territoryGrounds.isEmpty else { return [] }
        let isPassedOn = seen.arrival?.ground == Territory.outside
        return [
            form.select(
                "territory", "request_territory", hint: isPassedOn ? "request_territory_arrival" : nil, isRequired: !isPassedOn,
                territoryGrounds.map { $0.choice(t) })
        ]
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
