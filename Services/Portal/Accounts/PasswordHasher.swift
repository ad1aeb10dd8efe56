import Dispatch
import ServiceKit
import Synchronization

/// Hashes and compares passwords one after the other on a thread of its own: never on a thread of Swift concurrency, and never more than one
/// hash's memory at a time.
final class PasswordHasher: Sendable {
    /// Callers that may wait; more would wait longer than a person does.
    private static let longestQueue = 40

    let cost: PasswordHash.Cost
    private let queue = DispatchQueue(label: "caunoi.passwords")
    private let waiting = Mutex(0)

    init(cost: PasswordHash.Cost = .current) {
        self.cost = cost
    }

    /// A new hash at the present cost. Throws 503 where too many wait.
    func hash(_ password: String) async throws -> PasswordHash {
        try await onThread { [cost] in try PasswordHash(of: password, cost: cost) }
    }

    /// Whether `password` is the one that was hashed; without a hash it takes as long, and it is not, so that nobody learns which logins
    /// exist. Throws 503 where too many wait.
    func holds(_ password: String, for hash: PasswordHash?) async throws -> Bool {
        try await onThread { [cost] in
            guard let hash else {
                _ = try PasswordHash(of: password, cost: cost)
                return false
            }
            return try hash.holds(password)
        }
    }

    private func onThread<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        let isFull = waiting.withLock { waiting in
            if waiting >= Self.longestQueue { return true }
            waiting += 1
            return false
        }
        guard !isFull else { throw Problem.unavailable() }
        defer { waiting.withLock { $0 -= 1 } }
        return try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try work() }) }
        }
    }
}
