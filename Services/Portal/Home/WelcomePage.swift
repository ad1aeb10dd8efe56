import Models
import Pages
import Rules
import ServiceKit

/// What the public reads at `/`: `portal-welcome.mustache`.
struct WelcomePage: Part {
    /// Whom state legal aid is for, as the rule pack of the day lists them (Law 11/2017, Điều 7).
    private let categories: [String]
    /// In which ways it is given (Điều 27).
    private let forms: [Entry]

    /// A way of aid, and what it means.
    struct Entry: Part {
        let name: String
        let text: String

        func child(named name: String) -> Any? {
            switch name {
            case "name": self.name
            case "text": text
            default: nil
            }
        }
    }

    init(_ t: Sentences, rules: RulePacks, today: LegalDate) {
        categories = rules.eligibility(on: today).categories.map { $0.title.text(t.language.rawValue) }
        forms = AidForm.allCases.map { Entry(name: t.label($0), text: t("welcome_form_\($0.rawValue)")) }
    }

    func child(named name: String) -> Any? {
        switch name {
        case "categories": categories
        case "forms": forms
        default: nil
        }
    }
}
