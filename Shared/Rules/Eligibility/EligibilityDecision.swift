package import Models

/// The outcome of an eligibility check (Law 11/2017, Điều 7), to be kept with the request.
package struct EligibilityDecision: Hashable, Sendable, Codable {
    /// The pack that decided, `eligibility@2018-01-01`.
    package let packVersion: String
    /// Whether that pack is confirmed.
    package let packConfirmed: Bool
    /// One entry for each category claimed, in the order given, doubles left out.
    package let categories: [CategoryDecision]
    /// The category that statistics count: the first one given that is not contradicted. Nil: not eligible.
    package let countedAs: Category?
    /// What was known when it was decided, the papers shown among it. Nil in decisions of before they were kept.
    package var facts: EligibilityFacts?
    /// Both poor and of an ethnic minority are claimed, and neither is contradicted.
    package let poorAndEthnicMinority: Bool

    /// At least one category stands: met, or still to be proved.
    package var isEligible: Bool { countedAs != nil }

    /// The categories that known facts speak against; an API answers 422 on `categories` if there is any.
    package var contradictions: [CategoryDecision] { categories.filter { $0.state == .contradicted } }

    /// At least one category is proved by what is known.
    package var isProven: Bool { categories.contains { $0.state == .met } }

    /// At least one category is proved by papers: nothing has to come later (circular 12/2018, Điều 6.2).
    package var isDocumented: Bool { categories.contains(where: \.isDocumented) }

    /// What is still to be proved over all categories that stand.
    package var missing: [MissingProof] {
        var seen: Set<MissingProof> = []
        return categories.flatMap(\.missing).filter { seen.insert($0).inserted }
    }
}
