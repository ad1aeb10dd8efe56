import Models

/// One condition of a category on one fact, as the pack writes it.
struct Condition: Sendable {
    /// What it asks.
    enum Test: Sendable {
        /// Completed years on the request's date: at least `from`, less than `below`.
        case age(from: Int, below: Int?)
        case role([ProceedingsRole])
        case field([LegalField])
        case hardship([Hardship])
        /// Of an ethnic group other than the majority.
        case ethnicMinority
        /// Lives in an especially difficult area.
        case especiallyDifficult
        /// Nothing in the request tells: only a paper does.
        case attested
    }

    let test: Test
    /// Any one of these proves the fact.
    let papers: [ProofPaper]
    /// What a known fact to the contrary means; nil where it only leaves the fact unproven.
    let contradiction: Contradiction?

    /// What the facts say: true, false, or nil where they do not tell.
    func holds(_ facts: EligibilityFacts, among groups: EthnicGroups) -> Bool? {
        switch test {
        case .age(let from, let below):
            facts.birth.map { birth in
                let age = facts.date.age(bornOn: birth)
                return birth <= facts.date && age >= from && below.map { age < $0 } ?? true
            }
        case .role(let roles): facts.role.map(roles.contains)
        case .field(let fields): facts.field.map(fields.contains)
        case .hardship(let kinds): facts.hardship.map(kinds.contains)
        case .ethnicMinority: facts.ethnicity.flatMap { groups.named($0) }.map { !$0.majority }
        case .especiallyDifficult: facts.especiallyDifficult
        case .attested: nil
        }
    }
}
