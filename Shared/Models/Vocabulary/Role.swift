/// Who someone is to the system; each role has its scope (circular 12/2018, Điều 11a).
package enum Role: String, CaseIterable, Codable, Sendable {
    case helper
    /// Chuyên viên of a centre.
    case staff
    case branchLeader = "branch_leader"
    case leader
    /// Administrator of a centre.
    case administrator
    /// A participating organisation.
    case organisation
    /// Sở Tư pháp.
    case province
    /// Cục.
    case ministry
    case system
    case program

    /// The scope a token of this role must name.
    package enum RequiredScope: Sendable {
        case organisation, organisationAndHelper, province, none
    }

    package var requiredScope: RequiredScope {
        switch self {
        case .helper: .organisationAndHelper
        case .staff, .branchLeader, .leader, .administrator, .organisation, .program: .organisation
        case .province: .province
        case .ministry, .system: .none
        }
    }
}
