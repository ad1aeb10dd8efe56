import ServiceKit

extension JSONValue {
    /// A list's query as its form shows it: with the text that a handle stands for.
    func searching(_ text: String?) -> JSONValue {
        guard let text, case .object(var members) = self else { return self }
        members["q"] = .field(text)
        return .object(members)
    }
}
