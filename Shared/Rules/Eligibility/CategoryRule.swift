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
    /// The same for whichever category they were shown for.
    let provenByAny: Set<String>
    let conditions: [Condition]

    init(from entry: inout PackEntry, papers known: [String: ProofPaper], any: Set<String>) throws {
        provenByAny = any
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

    /// Whether it is for people in financial hardship alone (decree 144/2017, Điều 2), of whichever kind.
    package var asksForHardship: Bool {
        conditions.contains { condition in
            if case .hardship(let kinds) = condition.test { Set(kinds) == Set(Hardship.allCases) } else { false }
        }
    }

    /// Whether this paper alone proves it.
    package func isProved(by paper: ProofPaper) -> Bool { provenBy.contains(paper.kind) }

    /// What the facts say of this category.
    func decide(_ facts: EligibilityFacts, among groups: EthnicGroups) -> CategoryDecision {
        let answers = conditions.map { ($0, $0.holds(facts, among: groups)) }
        if let contradiction = answers.lazy.filter({ $0.1 == false }).compactMap(\.0.contradiction).first {
            return decision(.contradicted, reason: contradiction.filled(facts))
        }
        if !provenBy.union(provenByAny).isDisjoint(with: facts.papers) { return decision(.met) }
        let unshown = answers.filter { facts.papers.isDisjoint(with: $0.0.papers.map(\.kind)) }
        let open = unshown.filter { $0.1 != true }
        return decision(open.isEmpty ? .met : .unproven, missing: Self.proofs(open.map(\.0)), owed: Self.proofs(unshown.map(\.0)))
    }

    private static func proofs(_ conditions: [Condition]) -> [MissingProof] {
        var seen: Set<MissingProof> = []
        return conditions.map { MissingProof(anyOf: $0.papers) }.filter { seen.insert($0).inserted }
    }

    private func decision(
        _ state: CategoryDecision.State, missing: [MissingProof] = [], owed: [MissingProof] = [], reason: Contradiction? = nil
    ) -> CategoryDecision {
        CategoryDecision(category: category, title: title, article: article, state: state, missing: missing, owed: owed, reason: reason)
    }
}

extension Contradiction {
    /// The sentence with the client's own facts in it.
    func filled(_ facts: EligibilityFacts) -> Contradiction {
        let age = facts.birth.map { String(facts.date.age(bornOn: $0)) } ?? ""
        func filled(on date: String) -> LocalizedText {
            sentence.filled(["age": age, "date": date, "ethnicity": facts.ethnicity ?? ""])
        }
        return Contradiction(
            key: key, sentence: LocalizedText(vi: filled(on: facts.date.inVietnamese).vi, en: filled(on: facts.date.inEnglish).en))
    }
}
