import Database
import Models

/// Brings the facts of a case up to what was heard of it, in whatever order that came.
struct KeepFacts: Sendable {
    let heard = HeardStore()
    let facts = FactStore()

    /// Writes what a message told with `write`, then a new fact where something that counts has changed; also of the case that goes on with it elsewhere, since
    /// that one counts from the day on which this one was accepted.
    func callAsFunction(_ id: CaseID, in transaction: Transaction, _ write: (HeardStore) -> Void) async throws {
        write(heard)
        var next: CaseID? = id
        // Always in the order in which a case goes on: nobody waits for a row that waits for his.
        while let id = next, let known = try await heard.lock(id, in: transaction) {
            next = known.passing?.continuedAs
            let earlier = try await heard.earlier(than: id, in: transaction)
            guard let fact = Fact(known, try await heard.assignments(of: id, in: transaction), after: earlier) else { continue }
            if try await facts.current(id, in: transaction) != fact { facts.replace(id, with: fact, in: transaction) }
        }
    }
}
