import Database
import Models

/// A line of the register as it is printed.
struct RegisterLine: RowDecodable {
    let id: CaseID
    let code: String
    /// In its book. Of a case that was brought in, as its code has it; empty where the code has none.
    let number: String
    let acceptedOn: LegalDate
    let client: String
    let birth: LegalDate?
    let gender: Gender
    let ethnicity: String
    let address: String?
    let commune: String?
    /// The code of a province.
    let residence: String?
    let countedAs: Models.Category
    let field: LegalField
    let form: AidForm
    let summary: String
    let helper: String?
    let endedOn: LegalDate?
    let result: String?

    init(_ row: Row) throws {
        id = try row.get("id")
        code = try row.get("code")
        let inBook: Int? = try row.get("imported") ? Self.number(in: code) : row.get("number")
        number = inBook.map { String($0) } ?? ""
        acceptedOn = try row.get("accepted_on")
        client = try row.get("client_name")
        birth = try row.get("client_birth")
        gender = try row.get("client_gender")
        ethnicity = try row.get("client_ethnicity")
        address = try row.get("client_address")
        commune = try row.get("residence_commune")
        residence = try row.get("residence_province")
        countedAs = try row.get("counted_as")
        field = try row.get("field")
        form = try row.get("form")
        summary = try row.get("summary")
        helper = try row.get("helper_name")
        endedOn = try row.get("ended_on")
        result = try row.get("result")
    }

    /// Organisation, form of aid, number, year (circular 12/2018, Điều 11.1).
    private static func number(in code: String) -> Int? {
        let parts = code.split(separator: ".")
        return parts.count >= 4 ? Int(parts[parts.count - 2]) : nil
    }
}
