import Database
import Foundation
import Models
import ServiceKit

/// From where people signed in, or tried to, and programs got tokens: a person's own page shows it, and the audit trail's readers see it beside the line. Kept for ninety days.
struct SignInPlaces: Sendable {
    /// Seconds.
    private static let memory: TimeInterval = 90 * 86_400

    /// Whether lines of the trail of that action may have a place.
    static func isKept(_ action: String) -> Bool { action.hasPrefix("sign_in.") || action.hasPrefix("program_key.") }

    let clock: WallClock

    /// - Parameter what: as the audit trail names it: `sign_in.succeeded`.
    func keep(_ what: String, _ account: AccountID?, _ visitor: SignInVisitor, in transaction: Transaction) {
        let now = clock.now
        transaction.later(
            """
            insert into sign_in_places (id, at, account, what, address, browser, reference)
            values (\(UUID.v7(at: now)), \(now), \(account), \(what), \(visitor.address.text)::text::inet,
                \(visitor.browser.map { String($0.prefix(300)) }), \(visitor.reference))
            """)
    }

    var sweep: Sweep {
        Sweep("places of sign-ins") { "delete from sign_in_places where at < \(clock.now.addingTimeInterval(-Self.memory))" }
    }

    /// The latest of an account, four of each kind: no number of failed attempts hides one that succeeded.
    func latest(of account: AccountID, in transaction: Transaction) async throws -> [SignInPlace] {
        try await transaction.all(
            """
            select at, what, address, browser
            from (
                select at, what, host(address) as address, browser, row_number() over (partition by what order by at desc) as place
                from sign_in_places
                where account = \(account) and at > \(clock.now.addingTimeInterval(-Self.memory))
            ) as placed
            where place <= 4
            order by at desc
            """)
    }

    /// The addresses of lines of the audit trail, by their reference.
    func addresses(of references: [String], in transaction: Transaction) async throws -> [String: String] {
        guard !references.isEmpty else { return [:] }
        let rows = try await transaction.rows(
            """
            select reference, host(address) as address
            from sign_in_places
            where reference = any(\(references)) and address is not null and at > \(clock.now.addingTimeInterval(-Self.memory))
            """)
        return Dictionary(
            try rows.map { (try $0.get("reference", as: String.self), try $0.get("address", as: String.self)) }
        ) { first, _ in first }
    }
}

/// One of them.
struct SignInPlace: RowDecodable, Sendable {
    let at: Date
    /// As the audit trail names it.
    let what: String
    let address: String?
    let browser: String?

    init(_ row: Row) throws {
        at = try row.get("at")
        what = try row.get("what")
        address = try row.get("address")
        browser = try row.get("browser")
    }
}
