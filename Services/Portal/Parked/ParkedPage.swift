import Foundation
import Models
import Pages
import ServiceKit

/// What `portal-parked-message.mustache` shows: one parked message with its content, and what can be done with it.
struct ParkedPage: Part {
    private let message: ParkedView
    private let form: Form
    private let reason: Field
    private let t: Sentences

    /// - Parameter form: the form of discarding, as it was filled in.
    init(_ message: ParkedView, form: Form, _ t: Sentences) {
        self.message = message
        self.form = form
        self.t = t
        reason = form.text("reason", "parked_reason", hint: "parked_reason_hint", maximum: 500)
    }

    func child(named name: String) -> Any? {
        switch name {
        case "facts": facts
        case "headers": message.headers.map { SummaryList($0.sorted { $0.key < $1.key }.map { .init($0.key, $0.value) }) }
        case "body": message.body
        case "open": message.resolution == nil
        case "address": ParkedListPage.address(of: message)
        case "discarding": discarding
        case "errors": form.summary([reason])
        default: nil
        }
    }

    private var discarding: ConfirmationDialog {
        ConfirmationDialog(
            id: "discarding", opener: t("parked_discard_open"), title: t("parked_discard_title"), text: t("parked_discard_text"),
            action: ParkedListPage.address(of: message) + "/discarding", submit: t("parked_discard"), isDanger: true, fields: [reason])
    }

    private var facts: SummaryList {
        var entries = [
            SummaryList.Entry(t("parked_service"), message.service.executable), .init(t("parked_queue"), message.consumer),
            .init(t("parked_id"), message.message?.description), .init(t("parked_error"), message.error),
            .init(t("parked_attempts"), t.formats.number(message.attempts)),
            .init(t("parked_at"), .moment(Moment(message.parkedAt, t.formats))),
        ]
        if let resolution = message.resolution {
            let done = TableCell.tag(Tag(t("parked_\(resolution)"), .good))
            entries.append(.init(t("parked_outcome"), message.resolvedAt.map { [done, .moment(Moment($0, t.formats))] } ?? [done]))
            if let reason = message.reason { entries.append(.init(t("parked_reason"), reason)) }
        }
        return SummaryList(entries)
    }
}
