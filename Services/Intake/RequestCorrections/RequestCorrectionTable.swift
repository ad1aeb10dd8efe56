import Models
import Pages
import Rules
import ServiceKit

/// What was corrected in a request: each fact with what stood there before, who corrected it, when and why.
struct RequestCorrectionTable {
    let corrections: [RequestCorrection]
    /// Who looks at it.
    let reader: Identity
    let rules: RulePacks
    let today: LegalDate
    let t: Sentences

    var table: Table {
        Table(
            caption: t("request_corrections"), isCaptionHidden: true,
            columns: ["request_similar_fact", "request_corrected_old", "request_corrected_new", "request_corrected_why"].map {
                Table.Column(t($0))
            },
            rows: corrections.map { one in
                let shown = one.seen(by: reader)
                return [
                    .text(t(one.field.label)), .text(words(shown.old, of: one.field)), .text(words(shown.new, of: one.field)),
                    .text(one.reason, detail: "\(one.by), \(t.formats.dateTime(one.at))"),
                ]
            }, empty: EmptyState(t("request_corrections")))
    }

    private func words(_ value: String?, of field: RequestField) -> String {
        guard let value else { return "–" }
        let language = t.language.rawValue
        return switch field {
        case .birth: LegalDate(value).map(t.formats.date) ?? value
        case .gender: Gender(rawValue: value).map { t.label($0) } ?? value
        case .form: AidForm(rawValue: value).map { t.label($0) } ?? value
        case .field: LegalField(rawValue: value).map { t.label($0) } ?? value
        case .role: ProceedingsRole(rawValue: value).map { t.label($0) } ?? value
        case .hardship: Hardship(rawValue: value).map { t.label($0) } ?? value
        case .province: rules.provinces[value]?.name.text(language) ?? value
        case .especiallyDifficult: t(value == "true" ? "answer_yes" : "answer_no")
        case .categories: value.split(separator: " ").map { t.label(Models.Category(rawValue: String($0))) }.joined(separator: "; ")
        case .papers:
            value.split(separator: " ").map { kind in
                rules.eligibility(on: today).papers.first { $0.kind == kind }?.title.text(language) ?? String(kind)
            }.joined(separator: "; ")
        case .name, .ethnicity, .identityNumber, .phone, .email, .address, .commune, .summary, .requesterName, .requesterRelation,
            .requesterPhone,
            .requesterEmail:
            value
        }
    }
}
