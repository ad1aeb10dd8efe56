package import Database
package import Models

/// Who is asking, as a verified token says.
package struct Identity: Hashable, Sendable {
    /// The account's id, `program:<id>` of a program's key, or `token:<jti>` of a token for scripts.
    package let subject: String
    package let name: String
    package let role: Role
    package let organisation: OrganisationID?
    /// The code of a province.
    package let province: String?
    package let helper: HelperID?
    /// The token's own id, by which it can be revoked.
    package let jti: String
    /// The session it belongs to; nil for a program's.
    package let session: SessionKey?
    /// Of the role's rights, the only ones it may use beside those that everybody has; nil for all.
    package let rights: Set<RightName>?

    package init(
        subject: String, name: String, role: Role, organisation: OrganisationID? = nil, province: String? = nil, helper: HelperID? = nil,
        jti: String, session: SessionKey? = nil, rights: Set<RightName>? = nil
    ) {
        self.subject = subject
        self.name = name
        self.role = role
        self.organisation = organisation
        self.province = province
        self.helper = helper
        self.jti = jti
        self.session = session
        self.rights = rights
    }

    /// Whose rows a transaction on behalf of this identity sees: the organisation's own, the province's, or the country's.
    /// A role whose scope is missing sees nothing.
    package var scope: Scope {
        switch role {
        case .helper, .staff, .branchLeader, .leader, .administrator, .organisation, .program:
            organisation.map { .organisations([$0]) } ?? .none
        case .province: province.map { .province($0) } ?? .none
        case .ministry: .country
        case .system: .service
        }
    }
}
