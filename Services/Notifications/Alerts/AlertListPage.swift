import Models
import Pages
import ServiceKit

/// What `notifications-alerts.mustache` shows: the alerts, and a view of them for each state.
struct AlertListPage: Part {
    private let table: Table
    private let views: Views

    init(_ found: [Alert], filter: AlertFilter, page: PageRequest, t: Sentences) {
        let shown = found.prefix(page.limit)
        let next: Cursor? = found.count > page.limit ? shown.last.map { Cursor($0.id.description) } : nil
        let query = filter.state.map { "state=\($0.rawValue)&" } ?? ""
        table = Table(
            caption: t("alerts_title"), isCaptionHidden: true,
            columns: [
                Table.Column(t("alerts_case")), Table.Column(t("alerts_last_movement")), Table.Column(t("alerts_days"), isNumber: true),
                Table.Column(t("alerts_helper")), Table.Column(t("alerts_state")),
            ],
            rows: shown.map { alert in
                [
                    .link(alert.code, to: "/cases/\(alert.case)", detail: alert.title(t)),
                    .moment(Moment(alert.lastMovementOn, t.formats)), .number(t.formats.number(alert.workingDays)),
                    alert.helperName.map { .text($0) } ?? .none, .tag(Tag(alert.state, t), detail: alert.handled(t)),
                ]
            },
            empty: EmptyState(t("alerts_empty"), text: t("alerts_empty_text")),
            paging: Paging(
                summary: t.count("alerts_count", shown.count), first: page.after == nil ? nil : "/alerts?\(query)",
                next: next.map { "/alerts?\(query)after=\($0.description)" }))
        views = Views(
            t("alerts_title"),
            [.init(Link(t("alerts_all"), to: "/alerts"), isPresent: filter.state == nil)]
                + AlertState.allCases.map {
                    .init(Link(t("alert_state_\($0.rawValue)"), to: "/alerts?state=\($0.rawValue)"), isPresent: $0 == filter.state)
                })
    }

    func child(named name: String) -> Any? {
        switch name {
        case "table": table
        case "views": views
        default: nil
        }
    }
}

extension Tag {
    /// An alert's state.
    init(_ state: AlertState, _ t: Sentences) {
        let tone: Tone =
            switch state {
            case .open: .bad
            case .acknowledged: .attention
            case .closed: .good
            }
        self.init(t("alert_state_\(state.rawValue)"), tone)
    }
}

extension Alert {
    /// What is late, in words.
    func title(_ t: Sentences) -> String {
        switch kind {
        case .caseStalled: t(suspendedUntil == nil ? "alerts_stalled" : "alerts_suspension_overdue")
        case .changeLate: t("alerts_change_late")
        }
    }

    /// Who has seen it and when, and why it was closed, in words; nil where nobody has and it is not.
    func handled(_ t: Sentences) -> String? {
        var words: [String] = []
        if let acknowledgedBy, let acknowledgedAt {
            words.append(t("alerts_seen_by", ["name": acknowledgedBy, "time": t.formats.dateTime(acknowledgedAt)]))
        }
        if let closedBecause { words.append(t("alert_closed_\(closedBecause.rawValue)")) }
        return words.isEmpty ? nil : words.joined(separator: " – ")
    }
}
