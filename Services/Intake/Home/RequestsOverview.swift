import Foundation
import Models
import Pages
import Rules
import ServiceKit

/// What the home page says of requests: those to be answered, since when they wait, and those that wait for the client.
struct RequestsOverview: Sendable {
    let t: Sentences
    let rules: RulePacks
    let now: Date

    func overview(_ counts: RequestCounts, oldest: [RequestRecord]) -> Overview {
        let limit = rules.deadlines(on: LegalDate(now))[.requestAnswer]
        return Overview(
            t("home_requests_waiting"),
            figures: [
                Figure(
                    t.formats.number(counts.received), t("home_to_answer"), href: "/requests?status=received",
                    tone: counts.received == 0 ? .good : .attention),
                Figure(
                    t.formats.number(counts.late), t("home_answer_late"), href: "/requests?late=true",
                    tone: counts.late == 0 ? .good : .bad),
                Figure(
                    t.formats.number(counts.supplementAsked), t("request_state_supplement_asked"),
                    href: "/requests?status=supplement_asked", tone: .info),
            ],
            table: Table(
                caption: t("home_requests_waiting"), isCaptionHidden: true,
                columns: ["column_client", "column_received", "home_waits", "case_deadline"].map { Table.Column(t($0)) },
                rows: oldest.map(row), empty: EmptyState(t("home_requests_none"))),
            more: counts.received > oldest.count ? Link(t("home_all_requests"), to: "/requests?status=received") : nil,
            hint: t.count("home_requests_rule", limit.amount))
    }

    private func row(_ request: RequestRecord) -> [TableCell] {
        let days = rules.calendar.workingDays(from: LegalDate(request.receivedAt), to: LegalDate(now))
        return [
            .link(request.client.name, to: "/requests/\(request.id)", detail: request.urgent ? t("case_urgent") : nil),
            .moment(Moment(request.receivedAt, t.formats)), .text(t.count("home_working_days", days)),
            request.deadline.map { .moment(Moment($0, t.formats)) } ?? .none,
        ]
    }
}
