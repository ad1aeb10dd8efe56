import Models
import Rules

/// A case whose dossier lacks something, in the JSON API.
struct GapView: Encodable, Sendable {
    struct Gap: Encodable, Sendable {
        let kind: String
        let title: LocalizedText
        let article: String
        let dueOn: LegalDate?
        let owedBy: PaperKind.Debtor
        let late: Bool
        /// Whether the case cannot be finished without it.
        let blocks: Bool
    }

    let `case`: CaseID
    let code: String
    let organisation: OrganisationID
    let status: CaseState
    let helper: CaseHelper?
    let percent: Int
    let gaps: [Gap]

    init(_ item: GapDesk.Item, today: LegalDate) {
        let record = item.record
        `case` = record.id
        code = record.code
        organisation = record.organisation
        status = record.state
        helper = record.helper
        percent = record.completeness
        gaps = item.gaps.map {
            Gap(
                kind: $0.paper.kind, title: $0.paper.title, article: $0.paper.article, dueOn: $0.dueOn, owedBy: $0.owedBy,
                late: $0.isLate(on: today), blocks: $0.blocks)
        }
    }
}

/// How complete the dossiers of a helper or an organisation are, in the JSON API.
struct CompletenessView: Encodable, Sendable {
    let helper: HelperID?
    let name: String?
    let organisation: OrganisationID?
    let cases: Int
    let lacking: Int
    let required: Int
    let present: Int
    let percent: Int

    init(_ line: HelperCompleteness) {
        self.init(line.completeness, helper: line.helper, name: line.name, organisation: nil)
    }

    init(_ line: OrganisationCompleteness) {
        self.init(line.completeness, helper: nil, name: nil, organisation: line.organisation)
    }

    private init(_ completeness: Completeness, helper: HelperID?, name: String?, organisation: OrganisationID?) {
        self.helper = helper
        self.name = name
        self.organisation = organisation
        cases = completeness.cases
        lacking = completeness.lacking
        required = completeness.required
        present = completeness.present
        percent = completeness.percent
    }
}

extension CaseRecord {
    /// Of the papers that should be there by now, in whole per cent, rounded down.
    var completeness: Int { requiredPapers == 0 ? 100 : (requiredPapers - missingPapers) * 100 / requiredPapers }
}
