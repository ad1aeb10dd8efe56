import Models
import Pages
import Rules
import ServiceKit

/// What `intake-plans.mustache` shows: the plans of evaluation, and the form that draws one up.
struct PlanListPage: Part {
    let plans: [EvaluationPlan]
    let rules: RulePacks
    let pack: QualityPack
    let isCountry: Bool
    let form: Form

    private var t: Sentences { form.sentences }

    func child(named name: String) -> Any? {
        switch name {
        case "errors": form.summary(fields)
        case "table": table
        case "form_key": form.key
        case "fields": fields
        case "failed": form.summary(fields) != nil
        case "unconfirmed": pack.sample.confirmed ? nil : Notice(.info, title: t("rule_unconfirmed"), text: t("plans_unconfirmed"))
        default: nil
        }
    }

    private var fields: [any FormPart] {
        let place: [any FormPart] =
            isCountry
            ? [
                form.select(
                    "province", "home_province", isRequired: false, prompt: "filter_all",
                    rules.provinces.all.map { Choice($0.code, $0.name.text(t.language.rawValue)) })
            ] : []
        return [form.text("title", "plans_name", maximum: 200)] + place + [
            form.date("from", "plans_from"), form.date("to", "plans_to"),
            form.text("percent", "plans_percent", hint: "plans_percent_hint", isRequired: false, width: .short),
            form.text("seed", "plans_seed", hint: "plans_seed_hint", isRequired: false, width: .half, maximum: 64),
        ]
    }

    private var table: Table {
        Table(
            caption: t("plans_title"), isCaptionHidden: true,
            columns: [.init(t("plans_name")), .init(t("plans_days")), .init(t("plans_percent"), isNumber: true), .init(t("quality_by"))],
            rows: plans.map { plan in
                [
                    .link(plan.title, to: "/quality/plans/\(plan.id.text)"),
                    .text("\(t.formats.date(plan.from)) – \(t.formats.date(plan.to))"), .number("\(t.formats.number(plan.percent)) %"),
                    .text(plan.by, detail: t.formats.dateTime(plan.at)),
                ]
            }, empty: EmptyState(t("plans_none"), text: t("plans_none_text")))
    }
}

/// What `intake-plan.mustache` shows: the sample of a plan, and what it was drawn from.
struct PlanPage: Part {
    let drawn: QualityDesk.DrawnPlan
    let pack: QualityPack
    let t: Sentences

    func child(named name: String) -> Any? {
        switch name {
        case "title": drawn.plan.title
        case "facts": facts
        case "reproduced":
            drawn.isReproduced ? Notice(.success, text: t("plans_reproduced")) : Notice(.danger, text: t("plans_not_reproduced"))
        case "table": table
        default: nil
        }
    }

    private var facts: SummaryList {
        let plan = drawn.plan
        let helpers = Set(drawn.members.compactMap(\.helper))
        let covered = Set(drawn.drawn.compactMap(\.helper))
        return SummaryList([
            .init(t("plans_days"), "\(t.formats.date(plan.from)) – \(t.formats.date(plan.to))"),
            .init(t("plans_percent"), "\(t.formats.number(plan.percent)) %"), .init(t("plans_seed"), plan.seed),
            .init(t("plans_population"), t.formats.number(drawn.members.count)),
            .init(t("plans_drawn"), t.formats.number(drawn.drawn.count)),
            .init(t("plans_helpers"), t("plans_helpers_words", ["covered": "\(covered.count)", "helpers": "\(helpers.count)"])),
            .init(t("quality_by"), .text(plan.by, detail: t.formats.dateTime(plan.at))),
        ])
    }

    private var table: Table {
        Table(
            caption: t("plans_drawn"), isCaptionHidden: true,
            columns: [
                .init(t("dossier_number"), isNumber: true), .init(t("column_code")), .init(t("column_helper")), .init(t("quality_grade")),
            ],
            rows: drawn.drawn.map { member in
                [
                    .number("\(member.drawn ?? 0)"), .link(member.code, to: "/cases/\(member.id)/quality"),
                    member.helperName.map { .text($0) } ?? .none,
                    member.grade.map { .tag(Tag(pack.grade(named: $0)?.title.text(t.language.rawValue) ?? $0, QualityRoundPanel.tone($0))) }
                        ?? .tag(Tag(t("plans_to_evaluate"), .attention)),
                ]
            }, empty: EmptyState(t("plans_none")))
    }
}
