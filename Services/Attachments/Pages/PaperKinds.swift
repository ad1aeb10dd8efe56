import Models
import Pages
import Rules
import ServiceKit

/// What the kinds of paper are called, by the rule packs in force on a date.
struct PaperKinds: Sendable {
    private let dossier: DossierPack
    private let proofs: [ProofPaper]
    private let language: Language

    init(_ rules: RulePacks, on date: LegalDate, _ language: Language) {
        dossier = rules.dossier(on: date)
        proofs = rules.eligibility(on: date).papers
        self.language = language
    }

    /// Its name, or its key where the pack has none.
    func title(_ kind: String) -> String {
        dossier.title(ofKind: kind, proofs: proofs)?.text(language.rawValue) ?? kind
    }

    /// Every kind that a paper may be of: those of the dossier, then those that prove eligibility, then the rest.
    var choices: [Choice] {
        let kinds = dossier.kinds.map { Choice($0.kind, $0.title.text(language.rawValue)) }
        let others = kinds.filter { $0.value == "other" }
        let known = Set(kinds.map(\.value))
        let proving = proofs.filter { !known.contains($0.kind) }.map { Choice($0.kind, $0.title.text(language.rawValue)) }
        return kinds.filter { $0.value != "other" } + proving + others
    }
}
