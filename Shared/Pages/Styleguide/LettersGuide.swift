import Models
import ServiceKit

/// Letters, colours, buttons, figures, notices, tags.
struct LettersGuide: Part {
    /// A colour, called by the name that the style sheet has for it.
    struct Swatch: Part {
        let name: String

        func child(named name: String) -> Any? { name == "name" ? self.name : nil }
    }

    let t: Sentences

    func child(named name: String) -> Any? {
        switch name {
        case "swatches":
            ["paper", "sheet", "sunk", "ink", "soft", "line", "edge", "brand", "link", "accent", "info", "good", "attention", "bad"]
                .map { Swatch(name: $0) }
        case "figures": figures
        case "notices": notices
        case "tags": tags
        default: nil
        }
    }

    private var figures: [Figure] {
        let formats = t.formats
        return [
            Figure(formats.number(1_234), t("styleguide_open_cases"), href: "/cases", tone: .info),
            Figure(formats.number(7), t("styleguide_stalled_cases"), href: "/cases?stalled=true", tone: .bad),
            Figure(formats.number(12), t("styleguide_waiting_requests"), href: "/requests", tone: .attention),
            Figure(formats.number(209.5), t("styleguide_credit"), tone: .good),
        ]
    }

    private var notices: [Notice] {
        [
            Notice(.info, text: t("styleguide_notice_info")),
            Notice(.success, text: t("styleguide_notice_success")),
            Notice(.warning, title: t("styleguide_notice_warning"), text: t("styleguide_notice_warning_text")),
            Notice(
                .danger, title: t("styleguide_notice_danger"), text: t("styleguide_notice_danger_text"),
                action: Link(t("styleguide_look"), to: "#")),
        ]
    }

    private var tags: [Tag] {
        CaseState.allCases.map { Tag($0, t) } + RequestState.allCases.map { Tag($0, t) } + ConflictVerdict.allCases.map { Tag($0, t) }
    }
}
