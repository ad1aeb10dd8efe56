import Models
import Pages
import ServiceKit

/// What `intake-helper-changes.mustache` shows: what a client asked and was answered, the latest first, and what is to be done next.
struct HelperChangePanel: Part {
    let record: CaseRecord
    let changes: [HelperChange]
    let identity: Identity
    let today: LegalDate
    /// Somebody else changed the case while the form was filled in.
    let hasMoved: Bool
    let forms: [HelperChangePages.Act: Form]
    let t: Sentences

    private var waiting: HelperChange? { changes.first(where: \.waits) }
    private var mayAsk: Bool {
        waiting == nil && record.helper != nil && !record.state.hasEnded && identity.may(.decideRequests)
    }

    func child(named name: String) -> Any? {
        switch name {
        case "case_address": "/cases/\(record.id)"
        case "errors": form(.ask).summary(asking) ?? form(.answer).summary(answering)
        case "moved": hasMoved ? Notice.moved(t) : nil
        case "table": table
        case "naming": naming
        case "asking":
            mayAsk
                ? CaseWorkTab(
                    action: "/cases/\(record.id)/helper-changes", key: form(.ask).key, fields: asking, submit: t("helper_change_ask"),
                    isSecond: true) : nil
        case "answering":
            identity.may(.assign)
                ? waiting.map {
                    CaseWorkTab(
                        action: "/cases/\(record.id)/helper-changes/\($0.id)/answer", key: form(.answer).key,
                        version: record.version, fields: answering, submit: t("helper_change_answer_submit"), isSecond: false)
                } : nil
        default: nil
        }
    }

    /// Where another helper is named, as long as the old one has the case.
    private var naming: Link? {
        guard let latest = changes.first, latest.outcome == .accepted, latest.helper == record.helper?.id, identity.may(.assign) else {
            return nil
        }
        return Link(t("helper_change_name_another"), to: "/cases/\(record.id)/assignment")
    }

    private var table: Table {
        Table(
            caption: t("helper_changes_title"), isCaptionHidden: true,
            columns: ["helper_change_asked", "column_helper", "request_reason", "helper_change_due", "helper_change_answer"].map {
                Table.Column(t($0))
            },
            rows: changes.map { change in
                [
                    .moment(
                        Moment(change.askedOn, t.formats), detail: t("helper_change_channel_\(change.channel.rawValue)")),
                    .text(change.helperName), .text(change.reason), .moment(Moment(change.dueOn, t.formats)),
                    .tag(tag(change), detail: words(change)),
                ]
            }, empty: EmptyState(t("helper_changes_none")))
    }

    private func tag(_ change: HelperChange) -> Tag {
        guard let outcome = change.outcome else {
            return change.isLate(on: today) ? Tag(t("helper_change_late"), .bad) : Tag(t("helper_change_waits"), .attention)
        }
        return Tag(t("helper_change_outcome_\(outcome.rawValue)"), outcome == .accepted ? .good : .quiet)
    }

    private func words(_ change: HelperChange) -> String? {
        guard let by = change.answeredBy, let at = change.answeredAt else { return nil }
        return [change.answer, t("alerts_seen_by", ["name": by, "time": t.formats.dateTime(at)])].compactMap(\.self).joined(
            separator: " – ")
    }

    private func form(_ act: HelperChangePages.Act) -> Form { (forms[act] ?? Form(t)).within(act == .ask ? "change" : "answer") }

    private var asking: [any FormPart] {
        let form = form(.ask)
        return [
            form.radios(
                "channel", "request_channel", isInline: true,
                HelperChange.Channel.allCases.filter { $0 != .online }.map {
                    Choice($0.rawValue, t("helper_change_channel_\($0.rawValue)"))
                }),
            form.date("date", "helper_change_asked", hint: "helper_change_asked_hint", isRequired: false),
            form.area("reason", "request_reason", hint: "helper_change_reason_hint", maximum: 2_000, rows: 3),
        ]
    }

    private var answering: [any FormPart] {
        let form = form(.answer)
        return [
            form.radios(
                "outcome", "helper_change_answer", isInline: true,
                HelperChange.Outcome.allCases.map { Choice($0.rawValue, t("helper_change_outcome_\($0.rawValue)")) }),
            form.area("answer", "helper_change_words", hint: "helper_change_words_hint", isRequired: false, maximum: 2_000, rows: 3),
        ]
    }
}
