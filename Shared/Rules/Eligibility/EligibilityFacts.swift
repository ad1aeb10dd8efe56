package import Models

/// What is known of a client when eligibility is checked. Nil means not known: then the check says *unproven*, never *no*.
package struct EligibilityFacts: Hashable, Sendable, Codable {
    /// The request's legal date: picks the pack, and ages are completed years on it.
    package var date: LegalDate
    /// The categories that the client claims, in the order given.
    package var categories: [Category]
    package var birth: LegalDate?
    /// The ethnic group's name as the client gave it.
    package var ethnicity: String?
    /// Whether the client lives in an area of especially difficult socio-economic conditions.
    package var especiallyDifficult: Bool?
    package var hardship: Hardship?
    package var role: ProceedingsRole?
    package var field: LegalField?
    /// Kinds of proof papers that were shown (see ``ProofPaper/kind``).
    package var papers: Set<String>

    package init(
        date: LegalDate,
        categories: [Category],
        birth: LegalDate? = nil,
        ethnicity: String? = nil,
        especiallyDifficult: Bool? = nil,
        hardship: Hardship? = nil,
        role: ProceedingsRole? = nil,
        field: LegalField? = nil,
        papers: Set<String> = []
    ) {
        self.date = date
        self.categories = categories
        self.birth = birth
        self.ethnicity = ethnicity
        self.especiallyDifficult = especiallyDifficult
        self.hardship = hardship
        self.role = role
        self.field = field
        self.papers = papers
    }
}
