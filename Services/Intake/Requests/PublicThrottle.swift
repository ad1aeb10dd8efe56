import Crypto
import Database
import Foundation
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
    func admit(_ address: ClientAddress) async throws {
        let hour = Date(timeIntervalSince1970: (clock.now.timeIntervalSince1970 / 3600).rounded(.down) * 3600)
        let digest = Data(SHA256.hash(data: address.digest + Data("|\(hour.timeIntervalSince1970)".utf8)))
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
