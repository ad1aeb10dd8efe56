import Directory
import Models
import Pages
import Rules
import ServiceKit

/// On whom a person may report, as one list to choose from: `all`, `province:08`, `organisation:<id>`; their own organisation stands first.
struct SubjectChoices: Sendable {
    let choices: [Choice]

    init(_ identity: Identity, _ organisations: [Organisation], _ rules: RulePacks, _ t: Sentences) {
        var choices: [Choice] = []
        if identity.seesCountry { choices.append(Choice("all", t("report_subject_country"))) }
        let provinces = rules.provinces.all.filter { identity.seesCountry || (identity.role == .province && identity.province == $0.code) }
        choices += provinces.map {
            Choice("province:\($0.code)", t("report_subject_province", ["province": $0.name.text(t.language.rawValue)]))
        }
        let own = organisations.filter { $0.id == identity.organisation }
        choices += (own + organisations.filter { $0.id != identity.organisation }).map { Choice("organisation:\($0.id)", $0.title) }
        self.choices = choices
    }

    /// The posted form as the API takes it.
    static func document(_ typed: JSONValue) -> JSONValue {
        guard case .object(var members) = typed else { return typed }
        let named = members.removeValue(forKey: "subject")?.text ?? ""
        let parts = named.split(separator: ":", maxSplits: 1).map(String.init)
        switch parts.first {
        case "all": members["all"] = true
        case "province": members["province"] = .string(parts.last ?? "")
        case "organisation": members["organisation"] = .string(parts.last ?? "")
        default: break
        }
        return .object(members)
    }

    /// An error of the API at the field of the form that it came from.
    static func placed(_ error: FieldError) -> FieldError {
        guard ["/organisation", "/province", "/all"].contains(error.pointer) else { return error }
        if error.code == "exactly_one" { return FieldError("/subject", .required) }
        return FieldError("/subject", code: error.code, message: error.message)
    }
}
