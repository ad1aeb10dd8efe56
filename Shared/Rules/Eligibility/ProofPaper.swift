/// Giấy tờ chứng minh người thuộc diện trợ giúp pháp lý (circular 08/2017, Điều 33).
package struct ProofPaper: Hashable, Sendable, Codable {
    /// Its key in the pack, also a kind that an upload may name.
    package let kind: String
    package let title: LocalizedText
    /// Where the circular asks for it.
    package let article: String

    init(from entry: inout PackEntry) throws {
        kind = try entry.text("key")
        title = try entry.localized("title")
        article = try entry.text("article")
    }
}
