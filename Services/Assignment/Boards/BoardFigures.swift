import Models
import Pages
import ServiceKit

/// The figures of the board, each leading to the list that it counts: on the board itself and on the home page.
struct BoardFigures: Sendable {
    let counts: BoardCounts
    let t: Sentences

    /// What waits for somebody, and how much of it has waited too long.
    var waiting: [Figure] { [figure(.waiting), late(.helper), late(.decision), figure(.offered), late(.answer)] }

    /// The same, and what was taken.
    var all: [Figure] { waiting + [figure(.accepted)] }

    private func figure(_ state: AssignmentState) -> Figure {
        let count = counts.all[state] ?? 0
        let tone: Tag.Tone =
            switch state {
            case .waiting: count > 0 ? .attention : .good
            case .proposed, .offered: .info
            case .accepted: .good
            }
        return Figure(t.formats.number(count), t("board_\(state.rawValue)"), href: "/assignments?state=\(state.rawValue)", tone: tone)
    }

    private func late(_ kind: Lateness) -> Figure {
        let count = counts.late[kind] ?? 0
        return Figure(
            t.formats.number(count), t("board_late_\(kind.rawValue)"), href: "/assignments?late=\(kind.rawValue)",
            tone: count > 0 ? .bad : .good)
    }
}
