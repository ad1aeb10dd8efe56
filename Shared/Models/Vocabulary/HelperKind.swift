/// Người thực hiện trợ giúp pháp lý (Law 11/2017, Điều 17.1).
package enum HelperKind: String, CaseIterable, Codable, Sendable {
    /// Trợ giúp viên pháp lý.
    case officer
    /// Luật sư.
    case lawyer
    /// Tư vấn viên pháp luật.
    case adviser
    /// Cộng tác viên.
    case collaborator
}
