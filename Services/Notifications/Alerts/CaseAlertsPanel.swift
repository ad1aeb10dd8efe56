import Models
import Pages
import ServiceKit

/// What `notifications-case-alerts.mustache` shows: the alerts of one case, and when its clock runs out.
struct CaseAlertsPanel: Part {
    private let found: CaseAlerts
    private let mayAcknowledge: Bool
    private let t: Sentences

    init(_ found: CaseAlerts, mayAcknowledge: Bool, t: Sentences) {
        self.found = found
        self.mayAcknowledge = mayAcknowledge
        self.t = t
    }

    func child(named name: String) -> Any? {
        switch name {
        case "case_address": "/cases/\(found.case.id)"
        case "table": table
        case "pending": pending
        case "clock": clock
        default: nil
        }
    }

    private var table: Table {
        Table(
            caption: t("alerts_panel_title"), isCaptionHidden: true,
            columns: ["alerts_kind", "alerts_raised", "alerts_state"].map { Table.Column(t($0)) },
            rows: found.alerts.map { alert in
                [
                    .text(alert.title(t), detail: since(alert)), .moment(Moment(alert.raisedAt, t.formats)),
                    .tag(Tag(alert.state, t), detail: alert.handled(t)),
                ]
            },
            empty: EmptyState(t("alerts_case_empty")))
    }

    private func since(_ alert: Alert) -> String {
        if let day = alert.dueOn { return t("alerts_change_due", ["date": t.formats.date(day)]) }
        if let day = alert.suspendedUntil { return t("alerts_suspended_until", ["date": t.formats.date(day)]) }
        return t("alerts_since", ["days": t.formats.number(alert.workingDays), "date": t.formats.date(alert.lastMovementOn)])
    }

    /// Where each open alert is acknowledged; none where it is not for the reader to do.
    private var pending: [Link] {
        guard mayAcknowledge else { return [] }
        let open = found.alerts.filter { $0.state == .open }
        return open.map { alert in
            Link(
                t("alerts_acknowledge") + (open.count > 1 ? ": \(alert.title(t))" : ""), to: "/alerts/\(alert.id)/acknowledgement")
        }
    }

    /// When the case will stand still if nothing happens.
    private var clock: String? {
        guard let stallsOn = found.case.stallsOn, let limit = found.limit else { return nil }
        if found.case.state == .suspended { return t("alerts_clock_suspended", ["date": t.formats.date(stallsOn)]) }
        return t("alerts_clock", ["date": t.formats.date(stallsOn), "days": t.formats.number(limit)]) + " " + t("alerts_rule")
    }
}
