import Database
import Foundation
import Models
import ServiceKit

/// The second factor of accounts: an authenticator app's code, or once a recovery code.
struct SecondFactor: Sendable {
    /// Seconds that a replacement may take, from the code that let it begin.
    private static let replacementLife = 600.0

    let box: SecretBox
    /// Whether those who must have one are held to it; not in a demonstration.
    let isEnforced: Bool
    /// As tokens and sessions, on the machine's own clock.
    var clock = WallClock.system

    /// Who must have one: whoever leads, keeps accounts or oversees.
    func isRequired(of role: Role) -> Bool {
        guard isEnforced else { return false }
        return switch role {
        case .leader, .branchLeader, .administrator, .province, .ministry, .system: true
        case .helper, .staff, .organisation, .program: false
        }
    }

    /// One to be set up: what a form brought back, or else a new one, which nobody holds who was shown one before. Throws 409 where there is one.
    func begin(_ account: AccountID, given: String?, in transaction: Transaction) async throws -> (factor: NewFactor, isNew: Bool) {
        if try await row(account, in: transaction) != nil { throw Problem.conflict(Self.isSet) }
        if let given = NewFactor(given, of: account, box: box, at: clock.now) { return (given, false) }
        return (try NewFactor(of: account, box: box, at: clock.now), true)
    }

    /// Sets it by its first code. Returns the recovery codes, which are shown once; nil where the code is wrong. Throws 409 where there is one.
    func confirm(_ account: AccountID, _ factor: NewFactor, typed: String, in transaction: Transaction) async throws -> [RecoveryCode]? {
        guard let step = factor.totp.step(of: typed, at: clock.now, after: 0) else { return nil }
        let sealed = try box.seal(factor.totp.secret, for: account.description)
        let isStored = try await transaction.execute(
            """
            insert into second_factors (account, sealed_secret, last_step, confirmed_at)
            values (\(account), \(sealed), \(step), \(clock.now))
            on conflict (account) do nothing
            """)
        guard isStored == 1 else { throw Problem.conflict(Self.isSet) }
        return try await newRecoveryCodes(account, in: transaction)
    }

    /// A secret that is to take the place of the one that holds, which goes on holding until ``confirmReplacement(_:typed:in:)``. Throws 409 where
    /// there is none to replace.
    func beginReplacement(_ account: AccountID, in transaction: Transaction) async throws -> TOTP {
        let totp = TOTP()
        let sealed = try box.seal(totp.secret, for: account.description)
        let isStored = try await transaction.execute(
            """
            update second_factors set next_sealed_secret = \(sealed), next_begun_at = \(clock.now)
            where account = \(account)
            """)
        guard isStored == 1 else { throw Problem.conflict(Self.isNotSet) }
        return totp
    }

    /// The secret that was shown last for a replacement; nil where none was begun, or too long ago.
    func replacement(of account: AccountID, in transaction: Transaction) async throws -> TOTP? {
        let sealed = try await transaction.value(
            """
            select next_sealed_secret from second_factors
            where account = \(account) and next_begun_at > \(clock.now.addingTimeInterval(-Self.replacementLife))
            for update
            """, as: Data.self)
        return try sealed.map { TOTP(secret: try box.open($0, for: account.description)) }
    }

    /// Puts it in the place of the old one by its first code, with new recovery codes. Nil where the code is wrong. Throws 409 where none was begun,
    /// or too long ago.
    func confirmReplacement(_ account: AccountID, typed: String, in transaction: Transaction) async throws -> [RecoveryCode]? {
        guard let totp = try await replacement(of: account, in: transaction) else { throw Problem.conflict(Self.isNotSet) }
        guard let step = totp.step(of: typed, at: clock.now, after: 0) else { return nil }
        try await transaction.execute(
            """
            update second_factors
            set sealed_secret = next_sealed_secret, last_step = \(step), confirmed_at = \(clock.now), next_sealed_secret = null,
                next_begun_at = null
            where account = \(account)
            """)
        return try await newRecoveryCodes(account, in: transaction)
    }

    /// Whether a code of the app, or a recovery code, is right; it is used up by this.
    func takes(_ typed: String, of account: AccountID, in transaction: Transaction) async throws -> Bool {
        if let code = RecoveryCode(typed: typed) {
            return try await transaction.execute(
                "delete from recovery_codes where account = \(account) and code_sha256 = \(code.hash)") == 1
        }
        guard let kept = try await row(account, in: transaction) else { return false }
        return try await take(kept, account, typed, in: transaction)
    }

    /// New recovery codes; the old ones are good no more.
    func newRecoveryCodes(_ account: AccountID, in transaction: Transaction) async throws -> [RecoveryCode] {
        let codes = (0..<RecoveryCode.count).map { _ in RecoveryCode() }
        transaction.later("delete from recovery_codes where account = \(account)")
        try await transaction.execute(
            "insert into recovery_codes (account, code_sha256) select \(account), code from unnest(\(codes.map(\.hash))) as codes (code)")
        return codes
    }

    /// How many recovery codes are left.
    func recoveryCodes(of account: AccountID, in transaction: Transaction) async throws -> Int {
        try await transaction.value("select count(*) from recovery_codes where account = \(account)", as: Int.self) ?? 0
    }

    /// Takes it away with its recovery codes. False where there was none.
    static func remove(_ account: AccountID, in transaction: Transaction) async throws -> Bool {
        transaction.later("delete from recovery_codes where account = \(account)")
        return try await transaction.execute("delete from second_factors where account = \(account)") == 1
    }

    private struct Kept: RowDecodable {
        let sealed: Data
        let lastStep: Int

        init(_ row: Row) throws {
            sealed = try row.get("sealed_secret")
            lastStep = try row.get("last_step")
        }
    }

    private func row(_ account: AccountID, in transaction: Transaction) async throws -> Kept? {
        try await transaction.first(
            "select sealed_secret, last_step from second_factors where account = \(account) for update")
    }

    private func take(_ kept: Kept, _ account: AccountID, _ typed: String, in transaction: Transaction) async throws -> Bool {
        let (secret, isOld) = try box.opened(kept.sealed, for: account.description)
        guard let step = TOTP(secret: secret).step(of: typed, at: clock.now, after: kept.lastStep) else { return false }
        let sealed = isOld ? try box.seal(secret, for: account.description) : kept.sealed
        try await transaction.execute(
            "update second_factors set last_step = \(step), sealed_secret = \(sealed) where account = \(account)")
        return true
    }

    private static let isNotSet = Bilingual(
        vi: "Việc thay xác thực hai lớp đã quá thời gian hoặc chưa bắt đầu. Hãy bắt đầu lại ở trang Tài khoản của tôi.",
        en: "The replacing of the second factor took too long, or was not begun. Begin again on the page of your account.")

    private static let isSet = Bilingual(
        vi: "Tài khoản đã có xác thực hai lớp.", en: "The account has a second factor already.")
}
