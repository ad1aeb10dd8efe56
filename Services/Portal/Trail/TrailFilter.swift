import Foundation
import Models
import ServiceKit

/// What part of the trail is looked for.
struct TrailFilter: Sendable {
    var subject: UUID?
    var actor: String?
    var action: String?
    /// Legal days.
    var from: LegalDate?
    var to: LegalDate?
    var show: Show?
    var page: PageRequest

    /// Looks alone, or changes alone.
    enum Show: String, CaseIterable, Sendable {
        case looks, changes
    }

    /// The second words of actions by which somebody sees or takes away, and changes nothing.
    static let looks = [
        "viewed", "listed", "searched", "exported", "downloaded", "printed", "checked", "tracked", "cases_viewed", "feed-read",
        "template-filled",
    ]

    /// From a query, its dates joined. Throws 422.
    static func read(_ query: JSONValue) throws -> TrailFilter {
        let reader = FieldReader(query, ignoring: ["notice"])
        let filter = TrailFilter(
            subject: reader.optionalUUID("subject"), actor: reader.optionalString("actor", in: 1...200),
            action: reader.optionalString("action", in: 1...100), from: reader.optionalDate("from"), to: reader.optionalDate("to"),
            show: reader.optionalChoice("show"), page: reader.page(keys: 2))
        try reader.finish()
        return filter
    }
}

/// What the trail is asked about.
struct TrailSubject: Sendable {
    let id: UUID
    let kind: String
    /// Of a case, in its register.
    let code: String?
}
