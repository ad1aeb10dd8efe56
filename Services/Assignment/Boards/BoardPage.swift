import Models
import Pages
import ServiceKit

/// What `assignment-board.mustache` shows.
struct BoardPage: Part {
    let counts: [AssignmentState: Int]
    let waiting: [BoardCase]
    let offered: [BoardCase]
    let accepted: [BoardCase]
    let helpers: [Helper]
    let t: Sentences

    func child(named name: String) -> Any? {
        switch name {
        case "figures": figures
        case "waiting": table(waiting, "board_waiting")
        case "offered": table(offered, "board_offered")
        case "accepted": table(accepted, "board_accepted")
        case "load": load
        default: nil
        }
    }

    private var figures: [Figure] {
        let waits = counts[.waiting] ?? 0
        return [
            Figure(t.formats.number(waits), t("board_waiting"), href: "#waiting", tone: waits > 0 ? .attention : .good),
            Figure(t.formats.number(counts[.offered] ?? 0), t("board_offered"), href: "#offered", tone: .info),
            Figure(t.formats.number(counts[.accepted] ?? 0), t("board_accepted"), href: "#accepted", tone: .good),
        ]
    }

    private func table(_ cases: [BoardCase], _ caption: String) -> Table {
        BoardTable(t: t).cases(cases, caption: t(caption), showsHelper: true, empty: t("board_none"))
    }

    /// The least loaded last: the eye goes to who has too much.
    private var load: Table {
        Table(
            caption: t("board_load"), isCaptionHidden: true,
            columns: [
                Table.Column(t("helpers_name")), Table.Column(t("helpers_kind")), Table.Column(t("helpers_load"), isNumber: true),
                Table.Column(t("helpers_cases"), isNumber: true), Table.Column(t("helpers_state")),
            ],
            rows: helpers.sorted { ($1.points, $0.foldedName) < ($0.points, $1.foldedName) }.map { helper in
                [
                    .link(helper.name, to: "/helpers/\(helper.id)"), .text(t.label(helper.kind)),
                    .number(t.formats.number(helper.points, places: 1)), .number(t.formats.number(helper.openCases)), .tag(helper.tag(t)),
                ]
            }, empty: EmptyState(t("helpers_none")))
    }
}
