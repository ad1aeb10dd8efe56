import Models
import Pages
import Rules
import ServiceKit

/// Says on a page that a case was finished, or its dossier handed over, although papers were missing, and why.
struct DossierWaiverNotice: Sendable {
    let waiver: DossierWaiver
    let rules: RulePacks
    let acceptedOn: LegalDate
    let t: Sentences

    var notice: Notice {
        let pack = rules.dossier(on: acceptedOn)
        let papers = waiver.kinds.map { pack.title(ofKind: $0)?.text(t.language.rawValue) ?? $0 }.joined(separator: "; ")
        return Notice(
            .warning, title: t("waiver_title", ["papers": papers]),
            text: t("waiver_text", ["reason": waiver.reason, "by": waiver.by, "date": t.formats.dateTime(waiver.at)]))
    }
}
