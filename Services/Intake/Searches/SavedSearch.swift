import Database
import Foundation
import Models

/// A search of the register that somebody keeps under a name.
struct SavedSearch: RowDecodable, Encodable, Equatable {
    let id: UUID
    let name: String
    /// As the address of the list has it, `q=…&status=…`.
    let query: String
    let savedAt: Date

    init(id: UUID, name: String, query: String, savedAt: Date) {
        self.id = id
        self.name = name
        self.query = query
        self.savedAt = savedAt
    }

    init(_ row: Row) throws {
        id = try row.get("id")
        name = try row.get("name")
        query = try row.get("query")
        savedAt = try row.get("saved_at")
    }

    private enum CodingKeys: String, CodingKey {
        case id, name, query, savedAt
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id.text, forKey: .id)
        try container.encode(name, forKey: .name)
        try container.encode(query, forKey: .query)
        try container.encode(savedAt, forKey: .savedAt)
    }
}
