/// Tổ chức thực hiện trợ giúp pháp lý (Law 11/2017, Điều 10).
package enum OrganisationKind: String, CaseIterable, Codable, Sendable {
    /// Trung tâm trợ giúp pháp lý nhà nước.
    case centre
    /// Chi nhánh of a centre.
    case branch
    /// Tổ chức ký hợp đồng thực hiện trợ giúp pháp lý.
    case contracted
    /// Tổ chức đăng ký tham gia trợ giúp pháp lý.
    case registered

    /// Whether it takes part beside the state's own centres (tổ chức tham gia TGPL).
    package var isParticipating: Bool { self == .contracted || self == .registered }
}
