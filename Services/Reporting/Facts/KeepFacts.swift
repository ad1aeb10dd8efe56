import Database
import Models

/// Brings the facts of a case up to what was heard of it, in whatever order that came.
struct KeepFacts: Sendable {
    let heard = HeardStore()
    let facts = FactStore()

    /// Writes what a message told with `write`, then a new fact where something that counts has changed.
    func callAsFunction(_ id: CaseID, in transaction: Transaction, _ write: (HeardStore) -> Void) async throws {
        write(heard)
        guard let known = try await heard.lock(id, in: transaction),
            let fact = Fact(known, try await heard.assignments(of: id, in: transaction))
        else { return }
        if try await facts.current(id, in: transaction) != fact { facts.replace(id, with: fact, in: transaction) }
    }
}
