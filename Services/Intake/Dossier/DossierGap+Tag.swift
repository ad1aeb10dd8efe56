import Models
import Pages
import Rules
import ServiceKit

extension DossierGap {
    /// Missing, or missing past its day.
    func tag(_ today: LegalDate, _ t: Sentences) -> Tag {
        isLate(on: today) ? Tag(t("dossier_late"), .bad) : Tag(t("dossier_missing"), .attention)
    }

    /// In a line of a list: which paper, by when, from whom.
    func words(_ t: Sentences) -> String {
        let title = paper.title.text(t.language.rawValue)
        let owed = t("owed_by_\(owedBy.rawValue)")
        return dueOn.map { t("gap_words_due", ["paper": title, "date": t.formats.date($0), "owed": owed]) }
            ?? t("gap_words", ["paper": title, "owed": owed])
    }
}
