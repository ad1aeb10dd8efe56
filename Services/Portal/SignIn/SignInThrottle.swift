import Crypto
import Database
import Foundation
import Models
import ServiceKit

/// Slows down the guessing of passwords, per login and per address, in the database, so that every copy of Portal counts together. After a few
/// failures each further attempt must wait twice as long as the one before, at most a quarter of an hour: nobody is locked out for good.
struct SignInThrottle: Sendable {
    /// How many attempts are free, and how long the first wait after them is.
    struct Rule: Sendable {
        let free: Int
        /// Seconds.
        let firstWait: Double
    }

    static let ofLogin = Rule(free: 6, firstWait: 4)
    static let ofAddress = Rule(free: 40, firstWait: 2)
    /// Seconds.
    private static let longestWait = 900.0
    /// Seconds without an attempt after which it begins anew.
    private static let memory = 3_600.0

    let database: Database
    var clock = WallClock.system

    /// Counts the attempt before the password is looked at, so that attempts side by side count too. Throws 429 where it comes too early.
    func admit(login: String, from address: ClientAddress) async throws {
        let now = clock.now
        let wait = try await database.transaction(.service) { transaction in
            // The address first: who is held back there does not count against the login.
            if let wait = try await count(address.digest, Self.ofAddress, at: now, in: transaction) { return Optional(wait) }
            return try await count(Self.digest(login), Self.ofLogin, at: now, in: transaction)
        }
        if let wait { throw Problem.tooManyRequests(retryAfter: wait) }
    }

    var sweep: Sweep {
        Sweep("counts of sign-ins") { "delete from sign_in_attempts where latest_at < \(clock.now.addingTimeInterval(-2 * Self.memory))" }
    }

    /// The same for a code of the second factor: whoever has the password may not guess it. A right password does not begin this count anew.
    func admit(codeOf account: AccountID, from address: ClientAddress) async throws {
        try await admit(login: Self.codes(of: account), from: address)
    }

    func succeeded(codeOf account: AccountID, from address: ClientAddress, in transaction: Transaction) {
        succeeded(login: Self.codes(of: account), from: address, in: transaction)
    }

    /// What attempts in a browser that its person has signed in from before are counted by.
    static func browser(_ number: String) -> String { "\u{0}browser \(number)" }

    /// No login has such a name: none has a control character.
    private static func codes(of account: AccountID) -> String { "\u{0}code \(account)" }

    /// The attempt was right: the login begins anew, and the address has one failure less.
    func succeeded(login: String, from address: ClientAddress, in transaction: Transaction) {
        transaction.later("delete from sign_in_attempts where subject = \(Self.digest(login))")
        transaction.later("update sign_in_attempts set failures = greatest(0, failures - 1) where subject = \(address.digest)")
    }

    /// The login begins anew: its person has shown in another way who they are.
    func forget(login: String, in transaction: Transaction) {
        transaction.later("delete from sign_in_attempts where subject = \(Self.digest(login))")
    }

    /// Nil where the attempt is let through, else the seconds to wait.
    private func count(_ subject: Data, _ rule: Rule, at now: Date, in transaction: Transaction) async throws -> Int? {
        let opens: SQL = """
            sign_in_attempts.latest_at + make_interval(secs =>
                least(\(Self.longestWait), \(rule.firstWait) * power(2, least(30, sign_in_attempts.failures - \(rule.free)))))
            """
        let counted = try await transaction.execute(
            """
            insert into sign_in_attempts (subject, failures, latest_at)
            values (\(subject), 1, \(now))
            on conflict (subject) do update
            set failures = case when sign_in_attempts.latest_at < \(now.addingTimeInterval(-Self.memory)) then 1
                    else sign_in_attempts.failures + 1 end,
                latest_at = excluded.latest_at
            where sign_in_attempts.failures < \(rule.free) or \(opens) <= \(now)
            """)
        if counted == 1 { return nil }
        let opening = try await transaction.value("select \(opens) from sign_in_attempts where subject = \(subject)", as: Date.self)
        return max(1, Int((opening ?? now).timeIntervalSince(now).rounded(.up)))
    }

    private static func digest(_ login: String) -> Data { Data(SHA256.hash(data: Data("login:\(login)".utf8))) }
}
