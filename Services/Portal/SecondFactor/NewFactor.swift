import Foundation
import Models

/// A second factor that is being set up. It is kept nowhere: its form carries the secret along, sealed for the account and for ten minutes, so that
/// looking at the form changes nothing, and whoever looked at an earlier one holds nothing.
struct NewFactor: Sendable {
    /// Seconds from the form to its first code.
    private static let life: TimeInterval = 600

    let totp: TOTP
    /// What the form carries.
    let sealed: String

    /// A new one, to be shown.
    init(of account: AccountID, box: SecretBox, at now: Date) throws {
        totp = TOTP()
        let content = Content(secret: totp.secret, endsAt: now.addingTimeInterval(Self.life))
        sealed = try box.seal(JSONEncoder().encode(content), for: Self.owner(account)).base64URL
    }

    /// As a form brings it back; nil where it is none of ours, another account's, or took too long.
    init?(_ sealed: String?, of account: AccountID, box: SecretBox, at now: Date) {
        guard let sealed, let bytes = Data(base64URL: sealed), let opened = try? box.open(bytes, for: Self.owner(account)),
            let content = try? JSONDecoder().decode(Content.self, from: opened), content.endsAt > now
        else { return nil }
        totp = TOTP(secret: content.secret)
        self.sealed = sealed
    }

    private struct Content: Codable {
        let secret: Data
        let endsAt: Date
    }

    private static func owner(_ account: AccountID) -> String { "new second factor of \(account)" }
}
