/// Nhóm người được trợ giúp pháp lý (Law 11/2017, Điều 7). A name, not a list: later packs may add their own.
package struct Category: RawRepresentable, Hashable, Sendable, Codable {
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    package init(from decoder: any Decoder) throws {
        rawValue = try decoder.singleValueContainer().decode(String.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }

    /// Hộ nghèo (Điều 7.2).
    package static let poorHousehold = Category(rawValue: "poor_household")
    /// Người dân tộc thiểu số ở vùng đặc biệt khó khăn (Điều 7.4).
    package static let ethnicMinority = Category(rawValue: "ethnic_minority")
}
