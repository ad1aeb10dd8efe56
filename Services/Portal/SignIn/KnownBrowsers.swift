import Foundation
import Models
import ServiceKit

/// Browsers in which somebody has signed in before, by a cookie that they keep sealed: their wrong passwords are counted apart from those of everybody
/// else. A stranger who goes on guessing at an account slows down strangers, and not its person at their own machine.
struct KnownBrowsers: Sendable {
    /// Seconds after the last sign-in.
    static let life: TimeInterval = 180 * 86_400
    /// Of the accounts that share a browser, those that signed in last.
    private static let most = 5
    private static let owner = "known browser"

    let box: SecretBox
    let clock: WallClock

    /// An account that has signed in there.
    private struct Entry: Codable {
        let account: AccountID
        /// By which this browser's attempts at the account are counted.
        let number: String
        let endsAt: Date
    }

    /// By what attempts at an account are counted; nil where the browser is not known to have been its person's.
    func number(of account: AccountID, in cookie: String?) -> String? { entries(cookie).first { $0.account == account }?.number }

    /// The cookie of a browser in which an account has just signed in. A new number each time: what an older copy of the cookie did is not counted here.
    func cookie(after account: AccountID, _ cookie: String?) throws -> String {
        let others = entries(cookie).filter { $0.account != account }.prefix(Self.most - 1)
        let own = Entry(account: account, number: SessionID().cookie, endsAt: clock.now.addingTimeInterval(Self.life))
        return try box.seal(JSONEncoder().encode([own] + others), for: Self.owner).base64URL
    }

    private func entries(_ cookie: String?) -> [Entry] {
        guard let sealed = cookie.flatMap({ Data(base64URL: $0) }), let opened = try? box.open(sealed, for: Self.owner),
            let entries = try? JSONDecoder().decode([Entry].self, from: opened)
        else { return [] }
        return entries.filter { $0.endsAt > clock.now }
    }
}
