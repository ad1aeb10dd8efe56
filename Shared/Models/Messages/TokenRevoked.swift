package import Foundation

/// A token is good no longer, or no token of an account that was issued up to an instant. Every service keeps the list for itself.
package struct TokenRevoked: Message {
    package static let name: MessageName = "portal.token-revoked.v1"

    /// The withdrawal itself: a token's own id need not be a UUID.
    package var revocation: RevocationID
    /// The token's id, `session:<id>` for every token of one session, or `program:<id>` for those of a program's key; nil where all tokens of an
    /// account are meant.
    package var jti: String?
    package var account: AccountID?
    /// With `account`: tokens issued up to this instant.
    package var issuedUpTo: Date?
    package var occurredAt: Date
    package var recordedAt: Date

    package var aggregate: UUID { revocation.uuid }

    package init(
        revocation: RevocationID, jti: String? = nil, account: AccountID? = nil, issuedUpTo: Date? = nil, occurredAt: Date, recordedAt: Date
    ) {
        self.revocation = revocation
        self.jti = jti
        self.account = account
        self.issuedUpTo = issuedUpTo
        self.occurredAt = occurredAt
        self.recordedAt = recordedAt
    }
}
