/// Tư cách tố tụng: what the client is in the proceedings.
package enum ProceedingsRole: String, CaseIterable, Codable, Sendable {
    case suspect, accused, victim, litigant, other
}
