import Database
import Models

/// Người thực hiện trợ giúp pháp lý, with the load of the moment.
struct Helper: RowDecodable {
    /// Reads `helpers` as `helpers`, `organisations` as `organisations` and the load as `load`; see ``HelperStore``.
    static let columns: SQL = """
        helpers.id, helpers.organisation, helpers.province, helpers.kind, helpers.name, helpers.name_folded, helpers.email, helpers.phone,
        helpers.card_number, helpers.appointed_on, helpers.active, helpers.version, organisations.title as organisation_title,
        organisations.kind as organisation_kind, load.points, load.cases
        """

    let id: HelperID
    let organisation: OrganisationID
    let organisationTitle: String
    let organisationKind: OrganisationKind
    let province: String
    let kind: HelperKind
    let name: String
    let foldedName: String
    let email: String?
    let phone: String?
    /// Of the helper's card or certificate.
    let cardNumber: String?
    let appointedOn: LegalDate?
    let active: Bool
    let isAbsentToday: Bool
    let account: HelperAccount
    /// The load of the open cases, in points.
    let points: Double
    let openCases: Int
    let version: Int

    init(_ row: Row) throws {
        id = try row.get("id")
        organisation = try row.get("organisation")
        organisationTitle = try row.get("organisation_title")
        organisationKind = try row.get("organisation_kind")
        province = try row.get("province")
        kind = try row.get("kind")
        name = try row.get("name")
        foldedName = try row.get("name_folded")
        email = try row.get("email")
        phone = try row.get("phone")
        cardNumber = try row.get("card_number")
        appointedOn = try row.get("appointed_on")
        active = try row.get("active")
        isAbsentToday = try row.get("absent_today")
        account = HelperAccount(isOpen: try row.get("account_open"))
        points = try row.get("points")
        openCases = try row.get("cases")
        version = try row.get("version")
    }
}
