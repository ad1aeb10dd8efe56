import Foundation
import Hummingbird
import Models
import Synchronization

/// Holds each account to the rates of ``CallCost``: 429 with the seconds to wait. In memory, so that it costs no round trip: of several copies of a
/// service each counts for itself, and an account has that many times the rate at most. Unused time is saved up for a minute.
final class CallThrottle: RouterMiddleware {
    private struct Key: Hashable {
        let subject: String
        let cost: CallCost
    }

    /// Calls that are left, as of an instant.
    private struct Account {
        var left: Double
        var at: Double
    }

    /// Accounts that are remembered before those that have all their calls left are forgotten.
    private static let most = 20_000

    private let scale: Double
    private let clock: WallClock
    private let trial: [Endpoint]
    private let accounts = Mutex<[Key: Account]>([:])

    /// - Parameters:
    ///   - scale: how many times the usual rates.
    ///   - trial: beside the table, see ``Parts/trialEndpoints``.
    init(scale: Double, clock: WallClock = .system, trial: [Endpoint] = []) {
        self.scale = scale
        self.clock = clock
        self.trial = trial
    }

    func handle(
        _ request: Request, context: ServiceContext, next: (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        if let identity = context.identity, let path = context.endpointPath,
            let endpoint = AccessTable.endpoint(request.method, path)
                ?? trial.first(where: { $0.method == request.method && $0.path == path }),
            let cost = endpoint.cost, let wait = take(Key(subject: identity.subject, cost: cost))
        {
            throw Problem.tooManyRequests(retryAfter: wait)
        }
        return try await next(request, context)
    }

    /// Nil where the call is let through, else the seconds to wait.
    private func take(_ key: Key) -> Int? {
        let limit = Double(key.cost.perMinute) * scale
        let now = clock.now.timeIntervalSince1970
        return accounts.withLock { accounts in
            var account = accounts[key] ?? Account(left: limit, at: now)
            account.left = min(limit, account.left + max(0, now - account.at) * limit / 60)
            account.at = now
            defer { accounts[key] = account }
            guard account.left < 1 else {
                account.left -= 1
                if accounts.count > Self.most { accounts = accounts.filter { now - $0.value.at < 60 } }
                return nil
            }
            return max(1, Int(((1 - account.left) * 60 / limit).rounded(.up)))
        }
    }
}
