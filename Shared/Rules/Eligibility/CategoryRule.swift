package import Models

/// One category of clients as a version of the law has it.
package struct CategoryRule: Sendable {
    package let category: Category
    package let title: LocalizedText
    /// The article that makes it a category.
    package let article: String
    /// Whether the article is confirmed; shown beside the category where not.
    package let confirmed: Bool
    /// The papers that can prove it.
    package let papers: [ProofPaper]
    /// Any one of these alone proves every open condition.
    let provenBy: Set<String>
    let conditions: [Condition]

    init(from entry: inout PackEntry, papers known: [String: ProofPaper]) throws {
        category = Category(rawValue: try entry.text("key"))
        title = try entry.localized("title")
        article = try entry.text("article")
        confirmed = try entry.confirmed()
        provenBy = Set(try entry.texts("proven_by"))
        conditions = try entry.required("conditions").entries { try Condition(from: &$0, papers: known) }
        guard provenBy.isSubset(of: known.keys) else {
            throw entry.value.error("“proven_by” names a paper that is not known", "Use keys of “papers” of this version.")
        }
        var seen: Set<ProofPaper> = []
        papers = conditions.flatMap(\.papers).filter { seen.insert($0).inserted }
    }

    /// Whether this paper alone proves it.
    package func isProved(by paper: ProofPaper) -> Bool { provenBy.contains(paper.kind) }

    /// What the facts say of this category.
    func decide(_ facts: EligibilityFacts, among groups: EthnicGroups) -> CategoryDecision {
        let answers = conditions.map { ($0, $0.holds(facts, among: groups)) }
        if let contradiction = answers.lazy.filter({ $0.1 == false }).compactMap(\.0.contradiction).first {
            return decision(.contradicted, reason: contradiction.filled(facts))
        }
        if !provenBy.isDisjoint(with: facts.papers) { return decision(.met) }
        let open = answers.filter { condition, holds in
            holds != true && facts.papers.isDisjoint(with: condition.papers.map(\.kind))
        }
        return open.isEmpty ? decision(.met) : decision(.unproven, missing: open.map { MissingProof(anyOf: $0.0.papers) })
    }

    private func decision(
        _ state: CategoryDecision.State, missing: [MissingProof] = [], reason: Contradiction? = nil
    ) -> CategoryDecision {
        CategoryDecision(category: category, title: title, article: article, state: state, missing: missing, reason: reason)
    }
}

extension Contradiction {
    /// The sentence with the client's own facts in it.
    func filled(_ facts: EligibilityFacts) -> Contradiction {
        let age = facts.birth.map { String(facts.date.age(bornOn: $0)) } ?? ""
        return Contradiction(
            key: key,
            sentence: sentence.filled(["age": age, "date": facts.date.description, "ethnicity": facts.ethnicity ?? ""])
        )
    }
}
