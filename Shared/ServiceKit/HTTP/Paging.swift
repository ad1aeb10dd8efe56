package import Foundation

/// Which part of a list is asked for: `limit` (1…200, 50 by default) and `after`, the `next` of the part before.
package struct PageRequest: Hashable, Sendable {
    package let limit: Int
    /// The sort keys of the last item of the part before; nil for the first part.
    package let after: Cursor?

    package init(limit: Int = 50, after: Cursor? = nil) {
        self.limit = limit
        self.after = after
    }
}

/// A place in a sorted list, opaque to callers.
package struct Cursor: Hashable, Sendable, Encodable, CustomStringConvertible {
    /// The sort keys of an item, as text.
    package let keys: [String]

    package init(_ keys: String...) {
        self.keys = keys
    }

    /// Reads what ``description`` wrote, with exactly `count` keys if one is given.
    package init?(_ text: String) {
        let padded = text.replacing("-", with: "+").replacing("_", with: "/") + String(repeating: "=", count: (4 - text.count % 4) % 4)
        guard let data = Data(base64Encoded: padded), let keys = try? JSONDecoder().decode([String].self, from: data),
            !keys.contains(where: { $0.unicodeScalars.contains("\0") })
        else { return nil }
        self.keys = keys
    }

    package var description: String {
        let data = (try? JSONEncoder().encode(keys)) ?? Data()
        return data.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    /// An instant as a sort key: to the microsecond, as tables keep it, so that an index serves the list.
    package static func key(_ instant: Date) -> String { String(Int((instant.timeIntervalSince1970 * 1_000_000).rounded())) }

    /// The instant that stands at `place`; nil where there is none.
    package func instant(at place: Int) -> Date? {
        Int(keys[place]).map { Date(timeIntervalSince1970: Double($0) / 1_000_000) }
    }
}

/// A part of a list: `{"items": […], "next": …}`.
package struct Page<Item: Encodable & Sendable>: Encodable, Sendable {
    package let items: [Item]
    /// Where the next part begins; nil at the end.
    package let next: Cursor?

    package init(items: [Item], next: Cursor?) {
        self.items = items
        self.next = next
    }

    /// From up to `limit + 1` items: one more than asked for says that there is a next part.
    package init(_ found: [Item], _ request: PageRequest, cursor: (Item) -> Cursor) {
        items = Array(found.prefix(request.limit))
        next = found.count > request.limit ? items.last.map(cursor) : nil
    }

    private enum CodingKeys: CodingKey { case items, next }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(items, forKey: .items)
        try container.encode(next, forKey: .next)
    }
}

extension FieldReader {
    /// `limit` and `after` of a query. `keys` is how many sort keys this list's cursors have.
    package func page(keys: Int, usually: Int = 50) -> PageRequest {
        let limit = optionalInt("limit", in: 1...200) ?? usually
        let after = optionalString("after", in: 1...1_000)
        guard let after else { return PageRequest(limit: limit) }
        guard let cursor = Cursor(after), cursor.keys.count == keys else {
            fail("after", code: "bad_cursor", vi: "Vị trí trang không hợp lệ.", en: "Not a cursor of this list.")
            return PageRequest(limit: limit)
        }
        return PageRequest(limit: limit, after: cursor)
    }
}
