import Database
import Models

/// A client's request for another helper that waits for its answer.
struct AskedChange: RowDecodable {
    let id: HelperChangeID
    let `case`: CaseID
    let dueOn: LegalDate

    init(_ row: Row) throws {
        id = try row.get("id")
        self.case = try row.get("case_id")
        dueOn = try row.get("due_on")
    }
}
