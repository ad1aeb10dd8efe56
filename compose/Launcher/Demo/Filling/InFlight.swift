/// Does `work` on every item, at most `limit` at a time, and hands each outcome to `collect` as it comes, one after the other.
func inFlight<Item: Sendable, Outcome: Sendable>(
    _ limit: Int, _ items: some Sequence<Item>, _ work: @Sendable @escaping (Item) async throws -> Outcome, collect: (Outcome) -> Void
) async throws {
    try await withThrowingTaskGroup(of: Outcome.self) { group in
        var rest = items.makeIterator()
        for _ in 0..<limit {
            guard let item = rest.next() else { break }
            group.addTask { try await work(item) }
        }
        while let outcome = try await group.next() {
            collect(outcome)
            if let item = rest.next() { group.addTask { try await work(item) } }
        }
    }
}
