/// Giới tính, as the statistics count it.
package enum Gender: String, CaseIterable, Codable, Sendable {
    case female, male, other
}
