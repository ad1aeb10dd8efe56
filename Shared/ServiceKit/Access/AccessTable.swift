package import HTTPTypes
package import Models

/// The one place that says who may do what here: ``rights`` by role and reach, ``endpoints`` by the right that each takes. ``Authorisation``
/// holds every request to it.
package enum AccessTable {
    /// The role's reach over what the right is about; nil where the role does not have it.
    package static func reach(of role: Role, _ name: RightName) -> Reach? {
        byName[name]?.reaches[role]
    }

    /// The entry of a route; nil where the table has none.
    package static func endpoint(_ method: HTTPRequest.Method, _ path: String) -> Endpoint? {
        byRoute[Route(method: method, path: path)] ?? (method == .head ? byRoute[Route(method: .get, path: path)] : nil)
    }

    /// All rights, in the order of the table.
    package static var all: [Right] { rights }

    /// The rights that a program can be limited to, in the order of the table: those that not everybody has.
    package static let ofPrograms: [RightName] = rights.filter { $0.reaches[.program] != nil && !$0.isEverybodys }.map(\.name)

    /// Rights whose pages and answers show what others are for: nobody is limited to them without those.
    package static let needs: [RightName: Set<RightName>] = [
        .correctRequests: [.readRequests], .decideRequests: [.readRequests, .readCases], .workOnCases: [.readCases],
        .addPapers: [.readPapers], .followHelpers: [.listHelpers, .readHelpers],
    ]

    /// Whether every role has it, over everything.
    static func isEverybodys(_ name: RightName) -> Bool { byName[name]?.isEverybodys ?? false }

    /// The calls and pages that take a right.
    package static func endpoints(of name: RightName) -> [Endpoint] { endpoints.filter { $0.right == name } }

    private struct Route: Hashable {
        let method: HTTPRequest.Method
        let path: String
    }

    private static let byName = Dictionary(uniqueKeysWithValues: rights.map { ($0.name, $0) })
    private static let byRoute = Dictionary(uniqueKeysWithValues: endpoints.map { (Route(method: $0.method, path: $0.path), $0) })
}

extension Identity {
    /// Over which things this caller has a right; nil where they do not have it.
    package func reach(_ right: RightName) -> Reach? {
        if let rights, !rights.contains(right), !AccessTable.isEverybodys(right) { return nil }
        return AccessTable.reach(of: role, right)
    }

    /// Whether this caller has a right at all, over whatever things.
    package func may(_ right: RightName) -> Bool { reach(right) != nil }
}
