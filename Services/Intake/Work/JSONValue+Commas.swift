import ServiceKit

extension JSONValue {
    /// A posted form whose numbers have decimal commas, as people write them here: `0,5` in one of these fields, wherever it stands, is `0.5`.
    func readingCommas(in names: Set<String>) -> JSONValue {
        switch self {
        case .object(let members):
            .object(
                Dictionary(
                    uniqueKeysWithValues: members.map { name, value in
                        guard case .field(let text) = value, names.contains(name) else { return (name, value.readingCommas(in: names)) }
                        return (name, .field(text.replacing(",", with: ".")))
                    }))
        case .array(let elements): .array(elements.map { $0.readingCommas(in: names) })
        default: self
        }
    }
}
