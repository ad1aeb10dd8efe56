/// Có khó khăn về tài chính: what shows it (Decree 144/2017, Điều 2).
package enum Hardship: String, CaseIterable, Codable, Sendable {
    case nearPoorHousehold = "near_poor_household"
    case monthlyAllowance = "monthly_allowance"
}
