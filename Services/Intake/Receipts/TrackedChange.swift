import Models
import Pages
import ServiceKit

/// The part of `intake-tracked.mustache` about another helper: what the client asked last and was answered, and the form by which they ask.
struct TrackedChange: Part {
    let record: CaseRecord
    /// The latest.
    let change: HelperChange?
    let number: String
    let secret: String
    let form: Form

    private var t: Sentences { form.sentences }
    private var mayAsk: Bool { record.changeDueOn == nil && record.helper != nil && !record.state.hasEnded }

    /// Whether there is anything to say of it.
    var isShown: Bool { change != nil || mayAsk }

    func child(named name: String) -> Any? {
        switch name {
        case "errors": form.summary(fields)
        case "asked": change.map(facts)
        case "may_ask": mayAsk
        case "number": number
        case "secret": secret
        case "fields": fields
        default: nil
        }
    }

    private func facts(_ change: HelperChange) -> SummaryList {
        let state = change.outcome.map { t("helper_change_outcome_\($0.rawValue)") } ?? t("helper_change_waits")
        let answer = change.answeredAt.map { SummaryList.Entry(t("track_answered"), .moment(Moment($0, t.formats))) }
        return SummaryList(
            [
                .init(t("helper_change_asked"), .moment(Moment(change.askedOn, t.formats))), .init(t("request_reason"), change.reason),
                .init(t("helper_change_due"), .moment(Moment(change.dueOn, t.formats))), .init(t("helper_change_answer"), state),
            ] + [answer, change.answer.map { SummaryList.Entry(t("track_note"), $0) }].compactMap(\.self))
    }

    private var fields: [any FormPart] {
        [form.area("reason", "helper_change_reason", hint: "helper_change_reason_hint", maximum: 2_000, rows: 4)]
    }
}
