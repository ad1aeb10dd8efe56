/// Hình thức trợ giúp pháp lý (Law 11/2017, Điều 27.2).
package enum AidForm: String, CaseIterable, Codable, Sendable {
    /// Tham gia tố tụng.
    case litigation
    /// Tư vấn pháp luật.
    case advice
    /// Đại diện ngoài tố tụng.
    case representation

    /// The part of the case code that names the form (circular 12/2018, Điều 11.1).
    package var code: String {
        switch self {
        case .litigation: "TGTT"
        case .advice: "TV"
        case .representation: "ĐDNTT"
        }
    }
}
