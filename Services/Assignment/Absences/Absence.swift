import Database
import Foundation
import Models
import ServiceKit

/// Days on which a helper takes no new cases; the last one included.
struct Absence: RowDecodable, Encodable {
    let id: UUID
    let from: LegalDate
    let to: LegalDate
    let reason: String

    init(_ row: Row) throws {
        id = try row.get("id")
        from = try row.get("starts_on")
        to = try row.get("ends_on")
        reason = try row.get("reason")
    }

    private enum CodingKeys: CodingKey { case id, from, to, reason }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id.text, forKey: .id)
        try container.encode(from, forKey: .from)
        try container.encode(to, forKey: .to)
        try container.encode(reason, forKey: .reason)
    }
}

/// An absence as it is entered: `{from, to, reason}`.
struct AbsenceDraft: Sendable {
    let from: LegalDate
    let to: LegalDate
    let reason: String

    init(_ reader: FieldReader, today: LegalDate) {
        let span = today.adding(days: -3_660)...today.adding(days: 3_660)
        from = reader.date("from", in: span)
        to = reader.date("to", in: span)
        reason = reader.string("reason", in: 1...500)
        if reader.isSound("from"), reader.isSound("to"), to < from {
            reader.fail("to", code: "before_start", vi: "Ngày cuối phải sau ngày đầu.", en: "The last day lies before the first.")
        }
    }
}
