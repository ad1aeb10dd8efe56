import Database
import Models

/// The proof of eligibility in the dossier of a case: whether it is there, and by when it has to come (circular 12/2018, Điều 6.2a).
struct ProofState: RowDecodable, Encodable {
    let present: Bool
    /// Nil where it did not come later, but had to be there.
    let dueOn: LegalDate?

    init(_ row: Row) throws {
        present = try row.get("present")
        dueOn = try row.get("due_on")
    }

    /// The day after which the case is not gone on with (circular 12/2018, Điều 6.2b); nil where nothing is awaited.
    var awaitedUntil: LegalDate? { present ? nil : dueOn }
}
