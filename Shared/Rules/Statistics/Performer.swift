package import Models

/// Who performed a case, as biểu 25 tells them apart.
package enum Performer: String, Hashable, Sendable, Codable, CaseIterable {
    case officer
    /// Luật sư ký hợp đồng với Trung tâm.
    case lawyerOnContract = "lawyer_on_contract"
    /// Luật sư theo phân công của tổ chức tham gia.
    case lawyerOfOrganisation = "lawyer_of_organisation"
    case adviser
    case collaborator

    /// From the helper's kind and the kind of organisation that the helper belongs to.
    package init(_ helper: HelperKind, of organisation: OrganisationKind) {
        self =
            switch helper {
            case .officer: .officer
            case .lawyer: organisation.isParticipating ? .lawyerOfOrganisation : .lawyerOnContract
            case .adviser: .adviser
            case .collaborator: .collaborator
            }
    }
}
