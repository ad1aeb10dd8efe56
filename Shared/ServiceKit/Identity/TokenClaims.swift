package import Foundation
package import JWTKit
package import Models

/// What a token of ours says (RFC 7519), signed by Portal.
package struct TokenClaims: JWTPayload, Hashable {
    /// Who signs.
    package static let issuer = "caunoi"
    /// What a token is for that is good at every service.
    static let house = "caunoi"
    /// What sort of statement it is: the same key signs heads and roots of the audit trail.
    static let kind = "access"

    package let iss: String
    package let typ: String
    /// Where it is good: at every service, or at the one that it names.
    package let aud: String
    package let sub: String
    package let name: String
    package let jti: String
    /// Seconds since 1970, to the microsecond: who signs in right after all tokens of the account were withdrawn is not taken for one of them.
    package let iat: Double
    package let exp: Int
    package let role: Role
    package let organisation: OrganisationID?
    package let province: String?
    package let helper: HelperID?
    /// The session of a person's token.
    package let sid: SessionKey?
    /// The names of the rights that a program's token is limited to, between spaces (RFC 8693 §4.2); nil where it has all of its role.
    package let scope: String?

    /// Claims of `identity`, good for `lifetime` seconds from `instant`, at one service or, where none is named, at all.
    package init(_ identity: Identity, at instant: Date, lifetime: Int, only service: ServiceName? = nil) {
        iss = Self.issuer
        typ = Self.kind
        aud = service?.rawValue ?? Self.house
        sub = identity.subject
        name = identity.name
        jti = identity.jti
        iat = (instant.timeIntervalSince1970 * 1_000_000).rounded() / 1_000_000
        exp = Int(iat) + lifetime
        role = identity.role
        organisation = identity.organisation
        province = identity.province
        helper = identity.helper
        sid = identity.session
        scope = identity.rights.map(RightName.scope)
    }

    /// Whom the token speaks for.
    package var identity: Identity {
        Identity(
            subject: sub, name: name, role: role, organisation: organisation, province: province, helper: helper, jti: jti, session: sid,
            rights: scope.map { Set($0.split(separator: " ").compactMap { RightName(rawValue: String($0)) }) })
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

    /// Whether it is good at `service`.
    func isGood(at service: ServiceName?) -> Bool { aud == Self.house || aud == service?.rawValue }

    /// Time, place and revocation are judged by ``TokenVerifier``, which has the clock and knows whose it is.
    package func verify(using algorithm: some JWTAlgorithm) throws {
        guard iss == Self.issuer, typ == Self.kind else { throw TokenFault.invalid }
    }
}
