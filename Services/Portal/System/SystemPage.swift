import Models
import Pages

/// What `portal-system.mustache` shows.
struct SystemPage: Part {
    private let health: Table?
    private let journal: Table

    /// - Parameter health: none where the services' addresses are not configured.
    init(_ health: [ServiceHealth], heard: [JournalStore.Heard], _ t: Sentences) {
        self.health = health.isEmpty ? nil : Self.table(health, t)
        journal = Table(
            caption: t("system_journal"),
            columns: [
                Table.Column(t("system_message")), Table.Column(t("system_messages"), isNumber: true), Table.Column(t("system_latest")),
            ],
            rows: heard.map { [.text($0.name), .number(t.formats.number($0.messages)), .moment(Moment($0.latestAt, t.formats))] },
            empty: EmptyState(t("system_journal_empty")))
    }

    func child(named name: String) -> Any? {
        switch name {
        case "health": health
        case "journal": journal
        default: nil
        }
    }

    private static func table(_ health: [ServiceHealth], _ t: Sentences) -> Table {
        func number(_ value: Int?) -> TableCell { value.map { .number(t.formats.number($0)) } ?? .none }
        return Table(
            caption: t("system_services"),
            columns: [
                Table.Column(t("system_service")), Table.Column(t("system_state")), Table.Column(t("system_version")),
                Table.Column(t("system_waiting"), isNumber: true), Table.Column(t("system_oldest"), isNumber: true),
                Table.Column(t("system_parked"), isNumber: true),
            ],
            rows: health.map { part in
                [
                    .text(part.service.executable), .tag(Tag(part.state, t)), part.version.map { .text($0) } ?? .none, number(part.waiting),
                    number(part.oldestSeconds.map { Int($0.rounded()) }), number(part.parked),
                ]
            },
            empty: EmptyState(t("system_journal_empty")))
    }
}

extension Tag {
    /// How a service is.
    init(_ state: ServiceHealth.State, _ t: Sentences) {
        let tone: Tone =
            switch state {
            case .ready: .good
            case .impaired: .attention
            case .away: .bad
            }
        self.init(t("system_state_\(state.rawValue)"), tone)
    }
}
