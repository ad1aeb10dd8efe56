import ServiceKit

extension JSONValue {
    /// A form's fields without the people of whom nothing was filled in: who asks for the client, and other clients, of whom those that are left keep their
    /// places.
    var withoutBlankPeople: JSONValue {
        guard case .object(var members) = self else { return self }
        if members["requester"]?.isBlank == true { members["requester"] = .null }
        if case .array(var clients)? = members["co_clients"] {
            while let last = clients.last, last.isBlank { clients.removeLast() }
            members["co_clients"] = .array(clients)
        }
        return .object(members)
    }

    /// Whether nothing was filled in.
    var isBlank: Bool {
        switch self {
        case .null: true
        case .field(let text), .string(let text): text.isEmpty
        case .object(let members): members.values.allSatisfy(\.isBlank)
        case .array(let elements): elements.allSatisfy(\.isBlank)
        case .bool, .number: false
        }
    }
}
