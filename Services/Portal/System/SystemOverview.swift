import Models
import Pages
import ServiceKit

/// What the home page says to those who run the system: which parts answer, what waits to be sent, what was put aside.
struct SystemOverview: Sendable {
    let t: Sentences

    func overview(_ health: [ServiceHealth]) -> Overview {
        let ready = health.count { $0.state == .ready }
        let waiting = health.compactMap(\.waiting).reduce(0, +)
        let parked = health.compactMap(\.parked).reduce(0, +)
        return Overview(
            t("home_system"),
            figures: [
                Figure(
                    t("home_parts_ready", ["ready": t.formats.number(ready), "parts": t.formats.number(health.count)]),
                    t("system_services"),
                    href: "/system", tone: ready == health.count ? .good : .bad),
                Figure(t.formats.number(waiting), t("system_waiting"), href: "/system", tone: waiting < 1_000 ? .info : .attention),
                Figure(t.formats.number(parked), t("system_parked"), href: "/system/parked", tone: parked == 0 ? .good : .bad),
            ],
            table: Table(
                caption: t("system_services"), isCaptionHidden: true,
                columns: [
                    Table.Column(t("system_service")), Table.Column(t("system_state")),
                    Table.Column(t("system_oldest"), isNumber: true), Table.Column(t("system_parked"), isNumber: true),
                ],
                rows: health.map { part in
                    [
                        .text(part.service.executable), .tag(Tag(part.state, t)), number(part.oldestSeconds.map { Int($0.rounded()) }),
                        number(part.parked),
                    ]
                }, empty: EmptyState(t("home_parts_unknown"))))
    }

    private func number(_ value: Int?) -> TableCell { value.map { .number(t.formats.number($0)) } ?? .none }
}
