import Foundation
import Models
import Pages
import Rules
import ServiceKit

/// The tables of hearings.
struct HearingTable {
    let rules: RulePacks
    let now: Date
    let t: Sentences

    /// Hearings of one case.
    func ofCase(_ hearings: [Hearing]) -> Table {
        Table(
            caption: t("hearings_title"), isCaptionHidden: true,
            columns: ["hearing_when", "hearing_kind", "hearing_place", "column_state"].map { Table.Column(t($0)) },
            rows: hearings.map { [when($0), .link(title($0), to: $0.address), .text($0.place), state($0)] },
            empty: EmptyState(t("hearings_empty"), text: t("hearings_empty_text")))
    }

    /// Hearings of several cases, with whose they are where `showsHelper`.
    func ofCalendar(_ hearings: [Hearing], caption: String, showsHelper: Bool, empty: EmptyState) -> Table {
        let names =
            ["hearing_when", "hearing_kind", "column_code", "hearing_place"] + (showsHelper ? ["column_helper"] : []) + ["column_state"]
        return Table(
            caption: caption, isCaptionHidden: true, columns: names.map { Table.Column(t($0)) },
            rows: hearings.map { hearing in
                let helper: [TableCell] = showsHelper ? [hearing.helper.map { .text($0.name) } ?? .none] : []
                return [
                    when(hearing), .link(title(hearing), to: hearing.address),
                    .link(hearing.caseCode, to: "/cases/\(hearing.caseID)"), .text(hearing.place),
                ] + helper + [state(hearing)]
            }, empty: empty)
    }

    func title(_ hearing: Hearing) -> String { hearing.title(rules).text(t.language.rawValue) }

    private func when(_ hearing: Hearing) -> TableCell {
        .moment(Moment(hearing.startsAt, t.formats), detail: hearing.endsAt.map { t("hearing_until", ["time": t.formats.time($0)]) })
    }

    private func state(_ hearing: Hearing) -> TableCell { .tag(Tag(hearing, now: now, t), detail: hearing.outcome) }
}

extension Hearing {
    /// Its page.
    var address: String { "/cases/\(caseID)/hearings/\(id)" }
}

extension Tag {
    /// What became of a hearing; one that has passed and of which nothing was said asks for it.
    init(_ hearing: Hearing, now: Date, _ t: Sentences) {
        switch hearing.state {
        case .scheduled where hearing.startsAt < now: self.init(t("hearing_to_tell"), .attention)
        case .scheduled: self.init(t("hearing_state_scheduled"), .info)
        case .held: self.init(t("hearing_state_held"), .good)
        case .adjourned: self.init(t("hearing_state_adjourned"), .attention)
        case .withdrawn: self.init(t("hearing_state_withdrawn"))
        }
    }
}
