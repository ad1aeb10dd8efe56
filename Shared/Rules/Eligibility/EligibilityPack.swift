package import Models

/// Người được trợ giúp pháp lý (Law 11/2017, Điều 7) as one version of the law has them.
package struct EligibilityPack: ReadablePack {
    package let head: PackHead
    /// In the order of the law.
    package let categories: [CategoryRule]
    /// The papers that prove any of them.
    package let papers: [ProofPaper]
    private let unknownCategory: Contradiction
    private var groups = EthnicGroups.none

    init(head: PackHead, from entry: inout PackEntry) throws {
        self.head = head
        let papers = try entry.required("papers").entries { try ProofPaper(from: &$0) }
        let known = Dictionary(papers.map { ($0.kind, $0) }) { first, _ in first }
        guard known.count == papers.count else {
            throw entry.value.error("two papers have the same key", "Give each paper in “papers” a key of its own.")
        }
        self.papers = papers
        let any = Set(try entry.texts("proves_any"))
        guard any.isSubset(of: known.keys) else {
            throw entry.value.error("“proves_any” names a paper that is not known", "Use keys of “papers” of this version.")
        }
        categories = try entry.required("categories").entries { try CategoryRule(from: &$0, papers: known, any: any) }
        guard Set(categories.map(\.category)).count == categories.count else {
            throw entry.value.error("two categories have the same key", "Give each category a key of its own.")
        }
        unknownCategory = Contradiction(key: "unknown_category", sentence: try entry.localized("unknown_category"))
    }

    /// The rule of a category, or nil where this version has none of that name.
    package subscript(category: Category) -> CategoryRule? {
        categories.first { $0.category == category }
    }

    /// Decides on each category claimed. A fact that is not known leaves it unproven; one against it contradicts it.
    package func check(_ facts: EligibilityFacts) -> EligibilityDecision {
        var seen: Set<Category> = []
        let decisions = facts.categories.filter { seen.insert($0).inserted }.map { category in
            self[category]?.decide(facts, among: groups) ?? unknown(category)
        }
        let standing = decisions.filter { $0.state != .contradicted }.map(\.category)
        return EligibilityDecision(
            packVersion: id,
            packConfirmed: confirmed,
            categories: decisions,
            countedAs: standing.first,
            facts: facts,
            poorAndEthnicMinority: Set([.poorHousehold, .ethnicMinority]).isSubset(of: standing)
        )
    }

    /// Decides anew with one more paper, by the rules and the facts of `decision` (Law 11/2017, Điều 37.3: what has changed since does not count).
    /// Nil where the paper proves nothing that was not proved, or is no proof.
    package func check(_ facts: EligibilityFacts, with paper: String) -> EligibilityDecision? {
        guard !facts.papers.contains(paper), papers.contains(where: { $0.kind == paper }) else { return nil }
        var facts = facts
        facts.papers.insert(paper)
        return check(facts)
    }

    /// The same rules, knowing which ethnic groups there are.
    func among(_ groups: EthnicGroups) -> EligibilityPack {
        var pack = self
        pack.groups = groups
        return pack
    }

    private func unknown(_ category: Category) -> CategoryDecision {
        CategoryDecision(
            category: category,
            title: LocalizedText(vi: category.rawValue, en: category.rawValue),
            article: source,
            state: .contradicted,
            missing: [],
            owed: [],
            reason: unknownCategory
        )
    }
}
