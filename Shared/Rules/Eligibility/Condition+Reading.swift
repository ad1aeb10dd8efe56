import Models

extension Condition {
    private enum Fact: String, CaseIterable {
        case age, role, field, hardship, attested
        case ethnicMinority = "ethnic_minority"
        case especiallyDifficult = "especially_difficult"
    }

    /// Reads a condition; papers must stand in the version's own list.
    init(from entry: inout PackEntry, papers known: [String: ProofPaper]) throws {
        let fact: Fact = try entry.required("fact").choice()
        test =
            switch fact {
            case .age: .age(from: try entry.optional("from")?.integer() ?? 0, below: try entry.optional("below")?.integer())
            case .role: .role(try entry.choices("one_of"))
            case .field: .field(try entry.choices("one_of"))
            case .hardship: .hardship(try entry.choices("one_of"))
            case .ethnicMinority: .ethnicMinority
            case .especiallyDifficult: .especiallyDifficult
            case .attested: .attested
            }
        papers = try entry.required("papers").list { value in
            let kind = try value.text()
            guard let paper = known[kind] else {
                throw value.error("no paper has the key “\(kind)”", "Add it to “papers” of this version or use a key that stands there.")
            }
            return paper
        }
        contradiction = try entry.optional("contradiction")?.entry {
            Contradiction(key: try $0.text("key"), sentence: LocalizedText(vi: try $0.text("vi"), en: try $0.text("en")))
        }
    }
}
