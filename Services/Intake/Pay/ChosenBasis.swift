import Database
import Models
import Rules

/// What a helper chose to be paid by, in writing (circular 02/2021, Điều 9.1).
struct ChosenBasis: RowDecodable {
    let helper: HelperID
    let basis: PayBasis
    let chosenOn: LegalDate
    let enteredBy: String

    init(_ row: Row) throws {
        helper = try row.get("helper")
        basis = PayBasis(rawValue: try row.get("basis")) ?? .sessions
        chosenOn = try row.get("chosen_on")
        enteredBy = try row.get("entered_by")
    }
}
