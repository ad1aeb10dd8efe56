package import Models

/// Hồ sơ vụ việc: what the dossier of each form of aid holds (circular 12/2018, Điều 11.2–11.4).
package struct DossierPack: ReadablePack {
    package let head: PackHead
    /// Every kind of paper, in the order of a dossier; kinds that no form requires are at the end.
    package let kinds: [PaperKind]
    private let required: [AidForm: [PaperKind]]
    private var deadlines: DeadlinePack?
    private var proofKinds: Set<String> = []

    init(head: PackHead, from entry: inout PackEntry) throws {
        self.head = head
        let kinds = try entry.required("papers").entries { try PaperKind(from: &$0) }
        self.kinds = kinds
        guard Set(kinds.map(\.kind)).count == kinds.count else {
            throw entry.value.error("two papers have the same key", "Give each paper in “papers” a key of its own.")
        }
        required = try entry.required("required").entry { lists in
            try Dictionary(
                uniqueKeysWithValues: AidForm.allCases.map { form in
                    let papers = try lists.required(form.rawValue).list { value in
                        let name = try value.text()
                        guard let kind = kinds.first(where: { $0.kind == name }) else {
                            throw value.error("no paper has the key “\(name)”", "Add it to “papers” or use a key that stands there.")
                        }
                        return kind
                    }
                    return (form, papers)
                })
        }
    }

    /// The kind of that key: of the dossier or, as a proof paper, of the eligibility pack. Nil where an upload may not name it.
    package func title(ofKind kind: String, proofs: [ProofPaper] = []) -> LocalizedText? {
        kinds.first { $0.kind == kind }?.title ?? proofs.first { $0.kind == kind }?.title
    }

    /// The kind of that key, with who owes it and by when; nil for one that only proves eligibility.
    package subscript(kind: String) -> PaperKind? { kinds.first { $0.kind == kind } }

    /// Whether an attachment may be of that kind.
    package func knows(_ kind: String) -> Bool { kinds.contains { $0.kind == kind } || proofKinds.contains(kind) }

    /// The papers that a case's dossier must hold now, in the order of the dossier.
    package func required(form: AidForm, facts: DossierFacts = DossierFacts()) -> [RequiredPaper] {
        let later = deadlines?.papersLater(especiallyDifficult: facts.especiallyDifficult, forceMajeure: facts.forceMajeure).amount
        return (required[form] ?? []).filter { $0.when.applies(to: facts) }.map { paper in
            RequiredPaper(
                kind: paper.kind,
                title: paper.title,
                article: paper.article,
                stage: paper.stage,
                due: paper.due,
                dueInWorkingDays: paper.mayComeLater && facts.acceptedAtOnce ? later : nil,
                acceptedKinds: paper.provesEligibility ? proofKinds.union([paper.kind]) : [paper.kind]
            )
        }
    }

    /// Every kind that the dossier of such a case may have to hold, whatever happens to the case.
    package func listed(form: AidForm) -> Set<String> { Set((required[form] ?? []).map(\.kind)) }

    /// The same lists, with the limits for papers that come later and the kinds that prove eligibility.
    func with(_ deadlines: DeadlinePack, proofs: [ProofPaper]) -> DossierPack {
        var pack = self
        pack.deadlines = deadlines
        pack.proofKinds = Set(proofs.map(\.kind))
        return pack
    }
}
