import Foundation
import Models
import Pages
import ServiceKit

/// What `portal-parked.mustache` shows: the messages that nobody could handle, and which services could not be asked.
struct ParkedListPage: Part {
    private let table: Table
    private let away: Notice?
    /// What “replay all” sends: as many as are shown.
    private let chosen: [String]
    private let t: Sentences

    init(_ messages: [ParkedView], away: [ServiceName], _ t: Sentences) {
        table = Table(
            caption: t("parked_open"), isCaptionHidden: true,
            columns: [
                Table.Column(t("parked_message")), Table.Column(t("parked_service")), Table.Column(t("parked_error")),
                Table.Column(t("parked_attempts"), isNumber: true), Table.Column(t("parked_at")),
            ],
            rows: messages.map { message in
                [
                    .link(message.name ?? t("parked_nameless"), to: Self.address(of: message)), .text(message.service.executable),
                    .text(String(message.error.prefix(200))), .number(t.formats.number(message.attempts)),
                    .moment(Moment(message.parkedAt, t.formats)),
                ]
            },
            empty: EmptyState(t("parked_empty"), text: t("parked_empty_text")))
        self.away =
            away.isEmpty
            ? nil : Notice(.warning, text: t("parked_away", ["services": away.map(\.executable).joined(separator: ", ")]))
        self.t = t
        chosen = messages.map { "\($0.service.rawValue):\($0.id)" }
    }

    func child(named name: String) -> Any? {
        switch name {
        case "table": table
        case "away": away
        case "several": chosen.count > 1 ? replaying : nil
        default: nil
        }
    }

    private var replaying: ConfirmationDialog {
        ConfirmationDialog(
            id: "replaying", opener: t("parked_replay_all"), title: t.count("parked_replay_all_title", chosen.count),
            text: t("parked_replay_text"), action: "/system/parked/replay", submit: t("parked_replay"),
            kept: chosen.map { HiddenField("message", $0) })
    }

    static func address(of message: ParkedView) -> String { "/system/parked/\(message.service.rawValue)/\(message.id)" }
}
