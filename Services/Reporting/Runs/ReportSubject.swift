import Database
import Models

/// Whose figures a report gives.
enum ReportSubject: Hashable, Sendable {
    /// One organisation's own register: a branch keeps its own, and its centre's report does not hold it.
    case organisation(OrganisationID, province: String)
    /// Every organisation of a province.
    case province(String)
    /// The whole country.
    case country

    /// How the tables call it.
    enum Kind: String, Sendable, Bindable, ColumnDecodable {
        case organisation, province, country
    }

    var kind: Kind {
        switch self {
        case .organisation: .organisation
        case .province: .province
        case .country: .country
        }
    }

    var organisation: OrganisationID? {
        if case .organisation(let id, _) = self { id } else { nil }
    }

    var province: String? {
        switch self {
        case .organisation(_, let province), .province(let province): province
        case .country: nil
        }
    }
}

extension ReportSubject: RowDecodable {
    init(_ row: Row) throws {
        self =
            switch try row.get("subject", as: Kind.self) {
            case .organisation: .organisation(try row.get("organisation"), province: try row.get("province"))
            case .province: .province(try row.get("province"))
            case .country: .country
            }
    }
}
