import Hummingbird
import Models
import ServiceKit

/// `/api/v1/rights`: who may do what, as the access table says; for programs, and for who checks the table against the answers.
struct RightRoutes: Sendable {
    func add(to router: Router<ServiceContext>) {
        router.get("/api/v1/rights") { _, _ in
            try Response.json(Page(items: AccessTable.all.map(RightView.init), next: nil))
        }
    }
}

/// A right in the JSON API.
private struct RightView: Encodable, Sendable {
    struct Place: Encodable, Sendable {
        let method: String
        let path: String
    }

    let right: String
    /// The article of the law.
    let source: String
    /// By role, how far it reaches.
    let reaches: [String: String]
    /// Where it is used.
    let endpoints: [Place]

    init(_ right: Right) {
        self.right = right.name.rawValue
        source = right.source
        reaches = Dictionary(uniqueKeysWithValues: right.reaches.map { ($0.rawValue, $1.rawValue) })
        endpoints = AccessTable.endpoints(of: right.name).map { Place(method: $0.method.rawValue, path: $0.path) }
    }
}
