import Models
import Pages
import ServiceKit

/// What the home page says of alerts: how many nobody has seen, and the newest of them.
struct AlertsOverview: Sendable {
    let t: Sentences

    /// - Parameter newest: some of them, the newest first.
    func overview(open: Int, newest: [Alert]) -> Overview {
        Overview(
            t("home_alerts"),
            figures: [
                Figure(t.formats.number(open), t("home_alerts_open"), href: "/alerts?state=open", tone: open > 0 ? .bad : .good)
            ],
            table: Table(
                caption: t("home_alerts"), isCaptionHidden: true,
                columns: [
                    Table.Column(t("alerts_case")), Table.Column(t("alerts_days"), isNumber: true), Table.Column(t("alerts_helper")),
                ],
                rows: newest.map { alert in
                    [
                        .link(alert.code, to: "/cases/\(alert.case)", detail: alert.title(t)),
                        .number(t.formats.number(alert.workingDays)), alert.helperName.map { .text($0) } ?? .none,
                    ]
                }, empty: EmptyState(t("home_alerts_none"))),
            more: open > newest.count ? Link(t("home_all_alerts"), to: "/alerts?state=open") : nil)
    }
}
