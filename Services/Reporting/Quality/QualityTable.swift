import Models
import Pages
import Rules
import ServiceKit

/// The figures of quality as lines of words and numbers, in one language: what the page and the files show.
struct QualityTable: Sendable {
    /// A line of rounds: whose they are, of which kind, how many, of each grade, and their mean.
    struct Rounds: Sendable {
        let title: String
        /// The organisation of a helper.
        let detail: String?
        let kind: String
        let tally: QualityTally
    }

    /// A line of success.
    struct Success: Sendable {
        let title: String
        let tally: SuccessTally
    }

    let grades: [QualityGrade]
    /// Each kind's sum, then organisations by title.
    let organisations: [Rounds]
    /// By name.
    let helpers: [Rounds]
    let success: [Success]
    let criteria: [(key: String, title: String, cases: Int)]

    init(_ figures: QualityFigures, _ rules: RulePacks, on day: LegalDate, _ t: Sentences) {
        let language = t.language.rawValue
        let pack = rules.quality(on: day)
        grades = pack.grades
        let title: (OrganisationID) -> String = { figures.titles[$0] ?? $0.description }
        let known = figures.organisations.sorted { (title($0.key), $0.key.description) < (title($1.key), $1.key.description) }
        organisations =
            Self.rounds(t("quality_figures_all"), nil, figures.all, t) + known.flatMap { Self.rounds(title($0.key), nil, $0.value, t) }
        success =
            [Success(title: t("quality_figures_all"), tally: figures.all.success)]
            + known.map { Success(title: title($0.key), tally: $0.value.success) }
        let name: (QualityFigures.Worker) -> String = { figures.names[$0.helper] ?? "–" }
        let workers = figures.helpers.keys.sorted { left, right in
            (name(left), title(left.organisation), left.helper.description) < (
                name(right), title(right.organisation), right.helper.description
            )
        }
        helpers = workers.flatMap { Self.rounds(name($0), title($0.organisation), figures.helpers[$0] ?? QualityFigures.Line(), t) }
        let titles = Dictionary(pack.success.map { ($0.key, $0.title.text(language)) }) { first, _ in first }
        criteria = figures.criteria.sorted { $0.key < $1.key }.map { ($0.key, titles[$0.key] ?? $0.key, $0.value) }
    }

    /// A line for each kind that has rounds.
    private static func rounds(_ title: String, _ detail: String?, _ line: QualityFigures.Line, _ t: Sentences) -> [Rounds] {
        [("quality_kind_appraisal", line.appraisals), ("quality_kind_evaluation", line.evaluations)].compactMap { kind, tally in
            tally.rounds == 0 ? nil : Rounds(title: title, detail: detail, kind: t(kind), tally: tally)
        }
    }
}
