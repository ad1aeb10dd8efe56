package import Foundation
package import JWTKit
package import Models

/// What a token of ours says (RFC 7519), signed by Portal.
package struct TokenClaims: JWTPayload, Hashable {
    /// Who signs.
    package static let issuer = "caunoi"

    package let iss: String
    package let sub: String
    package let name: String
    package let jti: String
    /// Seconds since 1970.
    package let iat: Int
    package let exp: Int
    package let role: Role
    package let organisation: OrganisationID?
    package let province: String?
    package let helper: HelperID?
    /// The session of a person's token.
    package let sid: SessionKey?

    /// Claims of `identity`, good for `lifetime` seconds from `instant`.
    package init(_ identity: Identity, at instant: Date, lifetime: Int) {
        iss = Self.issuer
        sub = identity.subject
        name = identity.name
        jti = identity.jti
        iat = Int(instant.timeIntervalSince1970)
        exp = iat + lifetime
        role = identity.role
        organisation = identity.organisation
        province = identity.province
        helper = identity.helper
        sid = identity.session
    }

    /// Whom the token speaks for.
    package var identity: Identity {
        Identity(
            subject: sub, name: name, role: role, organisation: organisation, province: province, helper: helper, jti: jti, session: sid)
    }

    /// Whether the scope that the role needs is named.
    var hasItsScope: Bool {
        switch role.requiredScope {
        case .organisation: organisation != nil
        case .organisationAndHelper: organisation != nil && helper != nil
        case .province: province != nil
        case .none: true
        }
    }

    /// Time and revocation are judged by ``TokenVerifier``, which has the clock.
    package func verify(using algorithm: some JWTAlgorithm) throws {
        guard iss == Self.issuer else { throw TokenFault.invalid }
    }
}
