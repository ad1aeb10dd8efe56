import Foundation
import Models
import Pages
import Rules
import ServiceKit

/// What `intake-tracked.mustache` shows: the state of a request in plain words, and the answer that was given.
struct TrackedPage: Part {
    let found: ReceivedOnline
    /// Of a request that became a case.
    let change: TrackedChange?
    let rules: RulePacks
    let t: Sentences

    func child(named name: String) -> Any? {
        switch name {
        case "state": Tag(found.state, t)
        case "meaning": t("track_state_\(found.state.rawValue)")
        case "facts": facts
        case "change": change.flatMap { $0.isShown ? $0 : nil }
        default: nil
        }
    }

    private var facts: SummaryList {
        let answer: [(String, String?)] = [
            ("case_code_of", found.caseCode), ("request_reason", ground?.words(t)), ("track_meaning", ground?.explanation?.text(language)),
            ("track_receiver", found.receiver), ("track_note", isTheirs ? found.note : nil),
        ]
        return SummaryList(
            [
                .init(t("track_number"), found.number), .init(t("request_centre"), found.organisationTitle),
                .init(t("column_received"), .moment(Moment(found.receivedAt, t.formats))),
            ] + (found.decidedAt.map { [.init(t("track_answered"), .moment(Moment($0, t.formats)))] } ?? [])
                + answer.compactMap { key, value in value.map { .init(t(key), $0) } })
    }

    /// A note that was written to the client: what to bring, why not. What goes with an acceptance is the office's own.
    private var isTheirs: Bool { found.state != .accepted }

    private var language: String { t.language.rawValue }

    private var ground: Ground? {
        let day = LegalDate(found.decidedAt ?? found.receivedAt)
        let grounds = found.state == .transferred ? rules.transferReasons(on: day) : rules.refusalReasons(on: day)
        return found.reason.flatMap { grounds[$0] }
    }
}
