import Database
import Models

/// How complete the dossiers of a helper, of an organisation, or of all are, until they are archived.
struct Completeness: RowDecodable {
    let cases: Int
    /// Cases whose dossier lacks something.
    let lacking: Int
    /// Papers that should be there by now, and those that are not.
    let required: Int
    let missing: Int

    static let columns: SQL = """
        count(*) as cases, count(*) filter (where missing_papers > 0) as lacking, coalesce(sum(required_papers), 0)::bigint as required,
        coalesce(sum(missing_papers), 0)::bigint as missing
        """

    init(_ row: Row) throws {
        cases = try row.get("cases")
        lacking = try row.get("lacking")
        required = try row.get("required")
        missing = try row.get("missing")
    }

    var present: Int { required - missing }
    /// Whole per cent, rounded down: 100 only where nothing is missing.
    var percent: Int { required == 0 ? 100 : present * 100 / required }
}

/// The same of one helper.
struct HelperCompleteness: RowDecodable {
    /// Nil: the cases that nobody has.
    let helper: HelperID?
    let name: String?
    let completeness: Completeness

    init(_ row: Row) throws {
        helper = try row.get("helper")
        name = try row.get("helper_name")
        completeness = try Completeness(row)
    }
}

/// The same of one organisation.
struct OrganisationCompleteness: RowDecodable {
    let organisation: OrganisationID
    let completeness: Completeness

    init(_ row: Row) throws {
        organisation = try row.get("organisation")
        completeness = try Completeness(row)
    }
}
