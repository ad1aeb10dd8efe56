package import Models

/// Whose rows a transaction may see and change: the row-level security of every table reads it.
package enum Scope: Sendable, Hashable {
    /// The rows of these organisations.
    case organisations([OrganisationID])
    /// To read: the rows of every organisation of a province (Sở Tư pháp).
    case province(String)
    /// To read: every row (Cục).
    case country
    /// The service's own work: handlers, the relay, the clock.
    case service
    /// Nothing.
    case none

    /// What is put into `app.scope`.
    package var text: String {
        switch self {
        case .organisations(let ids): "organisations:" + ids.map(\.description).joined(separator: ",")
        case .province(let code): "province:\(code)"
        case .country: "country"
        case .service: "service"
        case .none: ""
        }
    }
}

extension Scope {
    /// The organisations of the transaction's scope, an array: a centre's branches among them; empty in other scopes.
    package static let own: SQL = "array(select organisation from scope_organisations() as own (organisation))"

    /// The scope as a condition on a table's `organisation` and `province`. Policies are joined by *or*, which no index serves: a query that
    /// must be quick names its tenant too, and the policy stands behind it (decision 8).
    package var tenant: SQL { tenant(of: "") }

    /// The same where several tables are joined.
    ///
    /// - Parameter table: its name and a dot.
    package func tenant(of table: SQL) -> SQL {
        switch self {
        case .organisations: "\(table)organisation = any (\(Self.own))"
        case .province: "\(table)province = (select scope_province())"
        case .country, .service: "true"
        case .none: "false"
        }
    }

    /// A query for the first of its rows in an order that an index has behind the tenant. Where the scope is organisations (a centre's is its
    /// branches' too), these are the first of each one's own first rows, which is many times less to read than all of them.
    ///
    /// - Parameters:
    ///   - ending: `order by … limit …`, in columns that `rows` selects.
    ///   - rows: the query without it, given the condition on the tenant.
    package func first(_ ending: SQL, of rows: (SQL) -> SQL) -> SQL {
        guard case .organisations = self else { return "\(rows(tenant)) \(ending)" }
        return """
            select found.*
            from scope_organisations() as place (organisation)
            cross join lateral (\(rows("organisation = place.organisation")) \(ending)) as found
            \(ending)
            """
    }

    /// What makes the scope hold until the transaction ends.
    var settings: [Statement] { self == .none ? [] : [Statement.setLocally("app.scope", to: text)] }
}
