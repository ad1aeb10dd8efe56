import Dispatch
import Foundation
import ServiceKit
import Synchronization

/// Hashes and compares passwords one after the other on a thread of its own: never on a thread of Swift concurrency, and never more than one
/// hash's memory at a time.
final class PasswordHasher: Sendable {
    /// Callers that may wait; more would wait longer than a person does.
    static let longestQueue = 40
    /// Of one address; who comes from several takes the others' places all the same, but not those of browsers that are known.
    static let mostOfAddress = 8
    /// Kept for browsers in which somebody has signed in before.
    static let places = 20

    /// Who asks, where that is somebody at the door.
    struct Caller: Sendable {
        let address: Data
        /// Whether the account has signed in in that browser before.
        let isKnown: Bool
    }

    let cost: PasswordHash.Cost
    private let queue = DispatchQueue(label: "caunoi.passwords")
    private let waiting = Mutex(Waiting())

    private struct Waiting {
        var all = 0
        var byAddress: [Data: Int] = [:]
    }

    init(cost: PasswordHash.Cost = .current) {
        self.cost = cost
    }

    /// A new hash at the present cost. Throws 503 where too many wait.
    func hash(_ password: String) async throws -> PasswordHash {
        try await onThread { [cost] in try PasswordHash(of: password, cost: cost) }
    }

    /// Whether `password` is the one that was hashed; without a hash it takes as long, and it is not, so that nobody learns which logins
    /// exist. Throws 503 where too many wait, 429 where too many of the caller's address do.
    func holds(_ password: String, for hash: PasswordHash?, asked caller: Caller? = nil) async throws -> Bool {
        try await onThread(caller) { [cost] in
            guard let hash else {
                _ = try PasswordHash(of: password, cost: cost)
                return false
            }
            return try hash.holds(password)
        }
    }

    private func onThread<Value: Sendable>(_ caller: Caller? = nil, _ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        // Nil where they are not counted by it.
        let address = caller.flatMap { $0.isKnown ? nil : $0.address }
        try waiting.withLock { waiting in
            guard waiting.all < Self.longestQueue + (address == nil ? Self.places : 0) else { throw Problem.unavailable() }
            if let address {
                let others = waiting.byAddress[address, default: 0]
                guard others < Self.mostOfAddress else { throw Problem.tooManyRequests(retryAfter: 5) }
                waiting.byAddress[address] = others + 1
            }
            waiting.all += 1
        }
        defer {
            waiting.withLock { waiting in
                waiting.all -= 1
                guard let address, let all = waiting.byAddress[address] else { return }
                waiting.byAddress[address] = all == 1 ? nil : all - 1
            }
        }
        return try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try work() }) }
        }
    }
}
