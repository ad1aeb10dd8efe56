import Models
import Pages

/// A panel of the home page, served by the service that knows what it shows, and who has it.
struct HomePanel: Sendable {
    let path: String
    /// The key of its name, for a browser without scripts.
    let key: String
    private let roles: Set<Role>

    /// The panels of a role, in the order in which they matter in the morning.
    static func of(_ role: Role) -> [HomePanel] { all.filter { $0.roles.contains(role) } }

    private static let all = [
        HomePanel(path: "/home/requests", key: "home_requests_waiting", roles: .centre.union([.organisation])),
        HomePanel(path: "/home/assignments", key: "home_assignments", roles: .centre.union([.helper, .organisation])),
        HomePanel(path: "/home/cases", key: "home_cases", roles: .centre.union(Set.overseers).union([.helper, .organisation])),
        HomePanel(path: "/home/alerts", key: "home_alerts", roles: .centre.union(Set.overseers).union([.helper, .organisation])),
        HomePanel(path: "/home/quotas", key: "quotas_title", roles: [.helper, .branchLeader, .leader, .administrator, .province]),
        HomePanel(path: "/home/system", key: "home_system", roles: [.system]),
    ]
}
