package import Models

/// What the check says of one claimed category.
package struct CategoryDecision: Hashable, Sendable, Codable {
    package enum State: String, Sendable, Codable, CaseIterable {
        /// Every condition is known and holds.
        case met
        /// Nothing speaks against it, but a fact is not known yet: papers are missing.
        case unproven
        /// A known fact speaks against it.
        case contradicted
    }

    package let category: Category
    package let title: LocalizedText
    /// The article that makes it a category.
    package let article: String
    package let state: State
    /// Unproven: for each open condition the papers of which one is enough.
    package let missing: [MissingProof]
    /// For each condition without a paper the papers of which one is enough, also where the client's own word says that it holds: whoever asks for
    /// aid hands proof in (Law 11/2017, Điều 29.1b). Nil in decisions of before this was kept.
    package let owed: [MissingProof]?
    /// Contradicted: why, as a key and a sentence.
    package let reason: Contradiction?
}

extension CategoryDecision {
    /// Whether papers prove it, and not the client's word alone.
    package var isDocumented: Bool { state == .met && owed?.isEmpty ?? true }
}

/// A fact still to be proved.
package struct MissingProof: Hashable, Sendable, Codable {
    /// Any one of these proves it.
    package let anyOf: [ProofPaper]
}

/// Why a category cannot be.
package struct Contradiction: Hashable, Sendable, Codable {
    /// Stable code, `not_a_child`.
    package let key: String
    /// A sentence for the person who filled in the form.
    package let sentence: LocalizedText
}
