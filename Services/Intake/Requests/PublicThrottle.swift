import Crypto
import Database
import Foundation
import HTTPTypes
import Hummingbird
import Models
import ServiceKit

/// How often one address may post without an account: counted in the database, so that every copy of the service sees it; the address itself is
/// never kept.
struct PublicThrottle: Sendable {
    /// Posts an hour.
    private static let limit = 20

    let database: Database
    let clock: WallClock

    /// Counts the post. Throws 429 where there were too many.
    func admit(_ request: Request) async throws {
        let hour = Date(timeIntervalSince1970: (clock.now.timeIntervalSince1970 / 3600).rounded(.down) * 3600)
        // Set by the front door; the service listens on loopback only, so nobody else can set it.
        let address = request.headers[.xForwardedFor]?.split(separator: ",").last.map(String.init) ?? "direct"
        let digest = Data(SHA256.hash(data: Data("\(address)|\(hour.timeIntervalSince1970)".utf8)))
        let posts = try await database.transaction(.service) { transaction in
            transaction.later("delete from public_posts where hour < \(hour.addingTimeInterval(-7200))")
            return try await transaction.value(
                """
                insert into public_posts (address_digest, hour, posts)
                values (\(digest), \(hour), 1)
                on conflict (address_digest, hour) do update
                set posts = public_posts.posts + 1
                returning posts
                """, as: Int.self)
        }
        guard (posts ?? 0) <= Self.limit else {
            throw Problem.tooManyRequests(retryAfter: Int(hour.addingTimeInterval(3600).timeIntervalSince(clock.now)) + 1)
        }
    }
}

extension HTTPField.Name {
    fileprivate static let xForwardedFor = HTTPField.Name("X-Forwarded-For") ?? .via
}
