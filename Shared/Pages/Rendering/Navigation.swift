import Models

/// Where each role goes from the header: the one place that says so.
enum Navigation {
    /// An entry: its address, the key of its name, and who sees it.
    struct Entry: Sendable {
        let path: String
        let key: String
        let roles: Set<Role>
    }

    private static let centre: Set<Role> = [.staff, .branchLeader, .leader, .administrator]
    private static let overseers: Set<Role> = [.province, .ministry]

    private static let entries = [
        Entry(path: "/", key: "nav_home", roles: Set(Role.allCases)),
        Entry(path: "/requests", key: "nav_requests", roles: centre.union([.organisation])),
        Entry(path: "/cases", key: "nav_cases", roles: centre.union(overseers).union([.helper, .organisation])),
        Entry(path: "/calendar", key: "nav_calendar", roles: centre.union([.helper, .organisation])),
        Entry(path: "/assignments", key: "nav_assignments", roles: centre.union([.organisation])),
        Entry(path: "/helpers", key: "nav_helpers", roles: centre.union(overseers).union([.organisation])),
        Entry(path: "/organisations", key: "nav_organisations", roles: overseers.union([.leader, .administrator, .system])),
        Entry(path: "/alerts", key: "nav_alerts", roles: centre.union([.helper])),
        Entry(path: "/reports", key: "nav_reports", roles: centre.union(overseers)),
        Entry(path: "/accounts", key: "nav_accounts", roles: overseers.union([.administrator, .system])),
        Entry(path: "/audit", key: "nav_audit", roles: [.leader, .administrator, .system]),
        Entry(path: "/system", key: "nav_system", roles: [.system]),
    ]

    private static let publicEntries = [
        Entry(path: "/", key: "nav_home", roles: []),
        Entry(path: "/requests/new", key: "nav_new_request", roles: []),
    ]

    /// The entries of a role (nil: the public), with the one that holds `path` marked.
    static func links(for role: Role?, at path: String, _ sentences: Sentences) -> [NavigationLink] {
        let shown = role.map { role in entries.filter { $0.roles.contains(role) } } ?? publicEntries
        let present = shown.filter { path == $0.path || ($0.path != "/" && path.hasPrefix($0.path + "/")) }.max {
            $0.path.count < $1.path.count
        }
        return shown.map { NavigationLink(href: $0.path, text: sentences($0.key), isPresent: $0.path == present?.path) }
    }
}

/// A link of the header.
struct NavigationLink: Part {
    let href: String
    let text: String
    let isPresent: Bool

    func child(named name: String) -> Any? {
        switch name {
        case "href": href
        case "text": text
        case "present": isPresent
        default: nil
        }
    }
}
