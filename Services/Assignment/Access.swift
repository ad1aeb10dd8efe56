import Models
import ServiceKit

/// Who may keep which part of the registers (circular 12/2018, Điều 11a): the Cục the whole, the Sở the participating organisations of its
/// province and their staff, a centre its branches and its own staff.
enum Access {
    /// Roles that read the list of helpers with what is personal about them.
    static let readsHelpers: [Role] = [
        .staff, .branchLeader, .leader, .administrator, .organisation, .province, .ministry, .system, .program,
    ]
    /// Roles that may enter or change helpers at some organisation.
    static let keepsHelpers: [Role] = [.branchLeader, .leader, .administrator, .province, .system]
    /// Roles that may enter or change some organisation.
    static let keepsOrganisations: [Role] = [.leader, .administrator, .province, .ministry, .system]
    /// Roles that enter absences; helpers their own only.
    static let keepsAbsences: [Role] = [.helper, .staff, .branchLeader, .leader, .administrator, .organisation, .system]
    /// Roles that decide who takes a case: the head of the centre, of a branch (Decree 144/2017, Điều 5.3a), of a participating organisation.
    static let assigns: [Role] = [.leader, .branchLeader, .organisation, .system]
    /// Roles that see assignments of their scope; helpers only those that were offered to them.
    static let readsAssignments: [Role] = Access.readsHelpers + [.helper]
}

extension Identity {
    /// Whether this caller keeps an organisation of that kind, parent and province.
    func keeps(kind: OrganisationKind, parent: OrganisationID?, province code: String) -> Bool {
        switch role {
        case .system, .ministry: true
        case .province: kind.isParticipating && code == province
        case .leader, .administrator: kind == .branch && parent != nil && parent == organisation
        default: false
        }
    }

    /// Whether this caller may change the entry of `other`: also a centre its own.
    func keeps(_ other: Organisation) -> Bool {
        let isOwnCentre = other.kind == .centre && other.id == organisation && (role == .leader || role == .administrator)
        return isOwnCentre || keeps(kind: other.kind, parent: other.parent, province: other.province)
    }

    /// Whether this caller keeps the helpers of `other`.
    func keepsHelpers(of other: Organisation) -> Bool {
        switch role {
        case .system: true
        case .province: other.kind.isParticipating && other.province == province
        case .leader, .administrator: organisation != nil && (other.id == organisation || other.parent == organisation)
        case .branchLeader: other.id == organisation
        default: false
        }
    }
}
