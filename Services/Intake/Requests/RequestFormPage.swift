import Directory
import Models
import Pages
import Rules
import ServiceKit

/// What `intake-request-form.mustache` shows: the fields of Mẫu 02-TP-TGPL, in the order in which a client tells their story.
struct RequestFormPage: Part {
    let form: Form
    let rules: RulePacks
    let organisations: [Organisation]
    /// Who fills it in; nil of the public.
    let reader: Identity?
    /// Picks the pack of categories.
    let today: LegalDate
    /// Under which the public's draft is kept.
    var code: SecretCode?
    /// Whether it looks like others.
    var isAlike = false
    /// Those, as far as they are for the reader to see.
    var similar: [RequestRecord] = []

    private var t: Sentences { form.sentences }
    private var isPublic: Bool { reader == nil }

    func child(named name: String) -> Any? {
        switch name {
        case "errors":
            form.summary(
                (isAlike ? [distinct] : []) + whereFields + notice + who + form.requester.fields + why + proofs + matter + others
                    + coClients
                    + (isPublic ? [] : decision))
        case "public": isPublic
        case "form_key": form.key
        case "draft_code": code?.text
        case "alike": isAlike
        case "similar": similar.isEmpty ? nil : similarTable
        case "distinct": [distinct]
        case "where": whereFields
        case "notice": isPublic ? nil : FoldedFields(fields: notice)
        case "who": who
        case "requester": form.requester
        case "why": why
        case "proofs": isPublic ? nil : FoldedFields(fields: proofs)
        case "matter": matter
        case "others": others
        case "co_clients": isPublic ? nil : FoldedFields(fields: coClients)
        case "decision": isPublic ? nil : decision
        default: nil
        }
    }

    private var similarTable: Table { SimilarTable(mine: SimilarFacts(form, t), similar: similar, reader: reader, t: t).table }

    private var distinct: any FormPart {
        form.area("distinct_reason", "request_distinct_reason", hint: "request_distinct_hint", maximum: 500, rows: 2)
    }

    private var whereFields: [any FormPart] {
        let centre = form.select(
            "centre", "request_centre", hint: "request_centre_hint", organisations.map { Choice($0.id.description, $0.title) })
        guard !isPublic else { return [centre] }
        let channels = Channel.allCases.map { Choice($0.rawValue, t.label($0)) }
        return [centre, form.select("channel", "request_channel", channels)]
            + form.moment("received_at", "request_received_at", "request_received_time", hint: "request_received_hint") + longAgo
    }

    /// Shown where the day of reception lies long ago: a year is easily mistyped.
    private var longAgo: [any FormPart] {
        guard form.error("received_long_ago") != nil || !form.value("received_long_ago").isEmpty else { return [] }
        return [
            form.checkboxes(
                "received_long_ago", "request_received_long_ago", isRequired: false, [Choice("true", t("request_received_long_ago_true"))])
        ]
    }

    /// What staff alone write: custody, what presses, and the notice of a procedural body.
    private var notice: [any FormPart] {
        guard !isPublic else { return [] }
        return [
            form.text("notice.body", "request_notice_body", hint: "request_notice_hint", isRequired: false, maximum: 300),
            form.text("notice.number", "request_notice_number", isRequired: false, width: .half, maximum: 100),
        ]
            + form.moment("notice.given_at", "request_notice_at", "request_notice_time")
            + form.moment("held", "request_held", "request_held_time", hint: "request_held_hint")
            + form.moment("deadline", "request_deadline", "request_deadline_time", hint: "request_deadline_hint")
            + [
                form.select(
                    "at_once_ground", "request_at_once", hint: "request_at_once_hint", isRequired: false,
                    rules.atOnceGrounds(on: today).all.map { Choice($0.key, $0.title.text(t.language.rawValue)) }),
                form.checkboxes(
                    "force_majeure", "request_proofs_late", isRequired: false, [Choice("true", t("request_force_majeure"))]),
            ]
            + [form.checkboxes("urgent", "request_urgency", isRequired: false, [Choice("true", t("request_urgent"))])]
    }

    var who: [any FormPart] {
        [
            form.text("client.name", "request_name", autocomplete: "name", maximum: 200),
            form.date("client.birth", "request_birth", hint: "request_birth_hint", isBirthday: true),
            form.radios("client.gender", "request_gender", isInline: true, Gender.allCases.map { Choice($0.rawValue, t.label($0)) }),
            form.select("client.ethnicity", "request_ethnicity", rules.ethnicGroups.all.map { Choice($0.name, $0.name) }),
            form.text(
                "client.phone", "request_phone", hint: isPublic ? "request_phone_hint" : nil, isRequired: false, kind: .tel, width: .half,
                autocomplete: "tel", maximum: 30),
            form.text("client.email", "request_email", isRequired: false, kind: .email, width: .half, autocomplete: "email", maximum: 254),
            form.text(
                "client.identity_number", "request_identity", hint: "request_identity_hint", isRequired: false, width: .half, maximum: 20),
            form.text("client.address", "request_address", isRequired: false, autocomplete: "street-address", maximum: 500),
            form.select(
                "client.residence.province", "request_province", isRequired: false,
                rules.provinces.all.map { Choice($0.code, $0.name.text(t.language.rawValue)) }),
            form.text("client.residence.commune", "request_commune", isRequired: false, width: .half, maximum: 200),
            form.radios(
                "client.residence.especially_difficult", "request_difficult", hint: "request_difficult_hint", isRequired: false,
                isInline: true,
                [Choice("true", t("answer_yes")), Choice("false", t("answer_no"))]),
        ]
    }

    var why: [any FormPart] {
        [
            form.checkboxes(
                "categories", "request_categories", hint: "request_categories_hint",
                pack.categories.map { Choice($0.category.rawValue, $0.title.text(t.language.rawValue)) }),
            form.radios(
                "hardship", "request_hardship", hint: "request_hardship_hint", isRequired: false,
                Hardship.allCases.map { Choice($0.rawValue, t.label($0)) }),
        ]
    }

    /// The papers that can prove a category (circular 08/2017, Điều 33), each with the categories that it is for.
    var proofs: [any FormPart] {
        guard !isPublic else { return [] }
        let language = t.language.rawValue
        let choices = pack.papers.map { paper in
            Choice(
                paper.kind, paper.title.text(language),
                hint: ([Citation(paper.article).text(language)] + uses(of: paper)).joined(separator: "; "))
        }
        return [form.checkboxes("papers", "request_papers", hint: "request_papers_hint", isRequired: false, choices)]
    }

    /// The categories that a paper is for; under one name where it is for all those in financial hardship.
    private func uses(of paper: ProofPaper) -> [String] {
        let uses = pack.categories.filter { $0.papers.contains(paper) || $0.isProved(by: paper) }
        let hardship = Set(pack.categories.filter(\.asksForHardship).map(\.category))
        let isForHardship = !hardship.isEmpty && hardship.isSubset(of: uses.map(\.category))
        let named = isForHardship ? uses.filter { !$0.asksForHardship } : uses
        return named.map { $0.title.text(t.language.rawValue) } + (isForHardship ? [t("request_papers_hardship")] : [])
    }

    private var pack: EligibilityPack { rules.eligibility(on: today) }

    var matter: [any FormPart] {
        [
            form.radios(
                "form", "request_form", AidForm.allCases.map { Choice($0.rawValue, t.label($0), hint: t("request_form_\($0.rawValue)")) }),
            form.select("field", "request_field", LegalField.allCases.map { Choice($0.rawValue, t.label($0)) }),
            form.select(
                "role_in_proceedings", "request_role", isRequired: false, ProceedingsRole.allCases.map { Choice($0.rawValue, t.label($0)) }),
            form.area("summary", "request_summary", hint: "request_summary_hint", maximum: 4_000, rows: 8),
        ]
    }

    /// Of each its name, and where it is known the year of birth and the identity number, by which people of one name are told apart.
    private var others: [any FormPart] {
        func person(_ name: String, _ label: String) -> [any FormPart] {
            let named: any FormPart = form.text(
                "\(name).name", label, hint: "request_party_hint", isRequired: false, maximum: 200)
            guard !isPublic else { return [named] }
            return [
                named,
                form.text("\(name).birth_year", "request_party_year", isRequired: false, kind: .number, width: .short, maximum: 4),
                form.text("\(name).identity_number", "request_party_identity", isRequired: false, width: .half, maximum: 20),
            ]
        }
        return person("opposing.0", "request_opposing") + person("opposing.1", "request_opposing")
            + person("relatives.0", "request_relative")
    }

    /// One more client of the same matter; of more, the API.
    private var coClients: [any FormPart] {
        guard !isPublic else { return [] }
        let language = t.language.rawValue
        return (0..<Self.coClients).flatMap { index -> [any FormPart] in
            let name = "co_clients.\(index)"
            return [
                form.text("\(name).client.name", "request_co_client", isRequired: false, maximum: 200),
                form.date("\(name).client.birth", "request_birth", isRequired: false, isBirthday: true),
                form.radios(
                    "\(name).client.gender", "request_gender", isRequired: false, isInline: true,
                    Gender.allCases.map { Choice($0.rawValue, t.label($0)) }),
                form.select(
                    "\(name).client.ethnicity", "request_ethnicity", isRequired: false,
                    rules.ethnicGroups.all.map { Choice($0.name, $0.name) }),
                form.select(
                    "\(name).categories", "request_categories", isRequired: false,
                    pack.categories.map { Choice($0.category.rawValue, $0.title.text(language)) }),
            ] + form.moment("\(name).held", "request_held", "request_held_time", hint: "request_held_hint")
        }
    }

    /// How many of them the page asks for.
    private static let coClients = 1

    private var decision: [any FormPart] {
        [
            form.select(
                "territory", "request_territory", hint: "request_territory_hint", isRequired: false,
                rules.territoryGrounds(on: today).all.map { $0.choice(t) }),
            form.checkboxes("decision", "request_decision", isRequired: false, [Choice("accept", t("request_decision_accept"))]),
            form.date("accepted_on", "request_accepted_on", hint: "request_accepted_hint", isRequired: false),
        ]
    }
}

/// Fields below each other in a part of the form that may be folded away; it stands open where one of them is wrong.
struct FoldedFields: Part {
    let fields: [any FormPart]
    /// Something is filled in that is to be seen.
    var isFilledIn = false

    func child(named name: String) -> Any? {
        switch name {
        case "fields": fields
        case "open": isFilledIn || fields.contains { $0.label.error != nil }
        default: nil
        }
    }
}

extension Form {
    /// Who asks for somebody else, folded away where nobody does.
    var requester: FoldedFields {
        FoldedFields(
            fields: [
                text("requester.name", "request_requester_name", isRequired: false, autocomplete: "name", maximum: 200),
                text(
                    "requester.relation", "request_requester_relation", hint: "request_requester_relation_hint", isRequired: false,
                    width: .half,
                    maximum: 100),
                text(
                    "requester.phone", "request_requester_phone", isRequired: false, kind: .tel, width: .half, autocomplete: "tel",
                    maximum: 30),
                text(
                    "requester.email", "request_requester_email", isRequired: false, kind: .email, width: .half, autocomplete: "email",
                    maximum: 254),
            ],
            isFilledIn: ["name", "relation", "phone", "email"].contains { !value("requester.\($0)").isEmpty })
    }
}
