import Models
import ServiceKit

/// How far the rights of the ``AccessTable`` reach in the registers.
extension Identity {
    /// Whether this caller keeps an organisation of that kind, parent and province.
    func keeps(kind: OrganisationKind, parent: OrganisationID?, province code: String) -> Bool {
        switch reach(.keepOrganisations) {
        case .country: true
        case .participating: kind.isParticipating && code == province
        case .branches: kind == .branch && parent != nil && parent == organisation
        case .own, .organisation, .province, nil: false
        }
    }

    /// Whether this caller may change the entry of `other`: also a centre its own.
    func keeps(_ other: Organisation) -> Bool {
        let isOwnCentre = reach(.keepOrganisations) == .branches && other.kind == .centre && other.id == organisation
        return isOwnCentre || keeps(kind: other.kind, parent: other.parent, province: other.province)
    }

    /// Whether this caller keeps the helpers of `other`.
    func keepsHelpers(of other: Organisation) -> Bool {
        switch reach(.keepHelpers) {
        case .country: true
        case .participating: other.kind.isParticipating && other.province == province
        case .organisation: organisation != nil && (other.id == organisation || other.parent == organisation)
        case .own, .branches, .province, nil: false
        }
    }
}
