package import Models

/// What people call the values of the vocabulary: `Catalogue/labels.<language>.yaml`.
extension Sentences {
    /// Hình thức trợ giúp pháp lý.
    package func label(_ form: AidForm) -> String { self("form_\(form.rawValue)") }
    /// Lĩnh vực pháp luật.
    package func label(_ field: LegalField) -> String { self("field_\(field.rawValue)") }
    /// Nhóm người được trợ giúp pháp lý; a category of a later rule pack shows by its name until a label is there.
    package func label(_ category: Models.Category) -> String { known("category_\(category.rawValue)") ?? category.rawValue }
    package func label(_ gender: Gender) -> String { self("gender_\(gender.rawValue)") }
    package func label(_ hardship: Hardship) -> String { self("hardship_\(hardship.rawValue)") }
    package func label(_ channel: Channel) -> String { self("channel_\(channel.rawValue)") }
    /// Vai trò trong hệ thống.
    package func label(_ role: Role) -> String { self("role_\(role.rawValue)") }
    /// Tư cách tố tụng.
    package func label(_ role: ProceedingsRole) -> String { self("proceedings_\(role.rawValue)") }
    package func label(_ state: CaseState) -> String { self("case_state_\(state.rawValue)") }
    package func label(_ state: RequestState) -> String { self("request_state_\(state.rawValue)") }
    package func label(_ state: AssignmentState) -> String { self("assignment_state_\(state.rawValue)") }
    package func label(_ kind: HelperKind) -> String { self("helper_kind_\(kind.rawValue)") }
    package func label(_ kind: OrganisationKind) -> String { self("organisation_kind_\(kind.rawValue)") }
    /// Buổi sáng, buổi chiều.
    package func label(_ half: HalfDay.Half) -> String { self("half_day_\(half.rawValue)") }
    package func label(_ verdict: ConflictVerdict) -> String { self("verdict_\(verdict.rawValue)") }
}
