import Crypto
import Database
import Foundation
import Models
import ServiceKit

/// How often one address may do something without an account: counted in the database, so that every copy of the service sees it; the address
/// itself is never kept.
struct PublicThrottle: Sendable {
    /// What is counted, each for itself.
    enum Act: String {
        case post, resume, track, change
        case draft
        case newDraft = "new-draft"

        /// Times an hour.
        var limit: Int {
            switch self {
            case .post, .resume, .change: 20
            case .track: 30
            // A form begins its draft with the first letter; many people may stand behind one address.
            case .newDraft: 60
            // A form saves itself while somebody types.
            case .draft: 240
            }
        }
    }

    let database: Database
    let clock: WallClock

    /// Counts of hours that are over.
    var sweep: Sweep {
        Sweep("counts of public posts") { "delete from public_posts where hour < \(clock.now.addingTimeInterval(-3 * 3_600))" }
    }

    /// Counts it. Throws 429 where there were too many.
    func admit(_ address: ClientAddress, to act: Act) async throws {
        let hour = Date(timeIntervalSince1970: (clock.now.timeIntervalSince1970 / 3600).rounded(.down) * 3600)
        let digest = Data(SHA256.hash(data: address.digest + Data("|\(act.rawValue)|\(hour.timeIntervalSince1970)".utf8)))
        let times = try await database.transaction(.service) { transaction in
            try await transaction.value(
                """
                insert into public_posts (address_digest, hour, posts)
                values (\(digest), \(hour), 1)
                on conflict (address_digest, hour) do update
                set posts = public_posts.posts + 1
                returning posts
                """, as: Int.self)
        }
        guard (times ?? 0) <= act.limit else {
            throw Problem.tooManyRequests(retryAfter: Int(hour.addingTimeInterval(3600).timeIntervalSince(clock.now)) + 1)
        }
    }
}
