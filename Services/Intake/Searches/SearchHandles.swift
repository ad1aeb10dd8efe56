import Database
import Foundation
import Models
import ServiceKit

/// Names that people look for stand in no address: an address stays in the browser's history and in whatever lies between. They are sent in a body
/// and kept, and the address of what was found holds their handle, which is good for the one who made it alone.
struct SearchHandles: Sendable {
    /// Seconds.
    private static let life: TimeInterval = 30 * 86_400

    let database: Database
    let clock: WallClock

    /// The handle of a text; the same one again where they have looked for it before.
    func keep(_ text: String, for identity: Identity) async throws -> UUID {
        let now = clock.now
        return try await database.transaction(.service) { transaction in
            let id = try await transaction.value(
                """
                insert into searches (id, subject, place, text, made_at)
                values (\(UUID.v7(at: now)), \(identity.subject), \(identity.place), \(text), \(now))
                on conflict on constraint searches_once do update set made_at = excluded.made_at
                returning id
                """, as: UUID.self)
            guard let id else { throw Problem.internalError() }
            return id
        }
    }

    /// Nobody opens those whose time is over.
    var sweep: Sweep {
        Sweep("searches by handle") { "delete from searches where made_at < \(clock.now.addingTimeInterval(-Self.life))" }
    }

    /// The text of a handle; a saved search is one of its own text, as long as it is kept. Throws 404 where it is over, or another's.
    func text(of id: UUID, for identity: Identity) async throws -> String {
        let start = clock.now.addingTimeInterval(-Self.life)
        let made = try await database.transaction(.service) { transaction in
            try await transaction.value(
                """
                select text from searches
                where id = \(id) and subject = \(identity.subject) and place is not distinct from \(identity.place)
                    and made_at > \(start)
                """, as: String.self)
        }
        if let made { return made }
        let saved = try await database.transaction(identity.scope) {
            try await SavedSearchStore().find(id, of: identity.subject, in: $0)
        }
        guard let saved, let text = try FormParser.parse(saved.query.utf8)["q"]?.text else { throw Self.over }
        return text
    }

    /// What a list is looked through for: `search`, a handle, or `q`, the text itself, which programs may send whose addresses nobody keeps.
    static func asked(_ reader: FieldReader) -> (text: String?, handle: UUID?) {
        let text = reader.optionalString("q", in: 1...200)
        guard let given = reader.optionalString("search", in: 36...36) else { return (text, nil) }
        guard let id = UUID(text: given) else {
            reader.fail("search", code: "no_handle", vi: "Đây không phải mã tìm kiếm.", en: "This is no handle of a search.")
            return (text, nil)
        }
        return (text, id)
    }

    private static let over = Problem.notFound(
        Bilingual(
            vi: "Lần tìm này đã quá 30 ngày, hoặc do người khác thực hiện. Hãy tìm lại.",
            en: "This search is more than 30 days old, or somebody else's. Search again."))
}

extension Identity {
    /// Programs of two centres may have one name.
    fileprivate var place: String? { organisation?.description ?? province }
}
