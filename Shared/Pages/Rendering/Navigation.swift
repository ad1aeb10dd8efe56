import Models
import Mustache

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
        Entry(path: "/alerts", key: "nav_alerts", roles: centre.union(overseers).union([.helper, .organisation])),
        Entry(path: "/reports", key: "nav_reports", roles: centre.union(overseers).union([.organisation])),
        Entry(path: "/accounts", key: "nav_accounts", roles: overseers.union([.administrator, .system])),
        Entry(path: "/audit", key: "nav_audit", roles: overseers.union([.branchLeader, .leader, .administrator, .organisation, .system])),
        Entry(path: "/system", key: "nav_system", roles: [.system]),
    ]

    private static let publicEntries = [
        Entry(path: "/", key: "nav_home", roles: []),
        Entry(path: "/requests/new", key: "nav_new_request", roles: []),
    ]

    /// The entries of a role (nil: the public), with the one that holds `path` marked.
    static func links(for role: Role?, at path: String, _ sentences: Sentences) -> NavigationLinks {
        let shown = role.map { role in entries.filter { $0.roles.contains(role) } } ?? publicEntries
        let present = shown.filter { path == $0.path || ($0.path != "/" && path.hasPrefix($0.path + "/")) }.max {
            $0.path.count < $1.path.count
        }
        return NavigationLinks(links: shown.map { Link(sentences($0.key), to: $0.path) }, present: present?.path)
    }
}

/// The links of the header as list items, written by code: every page has them twice.
struct NavigationLinks: MustacheCustomRenderable {
    let links: [Link]
    /// The address of the one that the page belongs to.
    let present: String?

    let isNull = false

    var renderText: String {
        var markup = Markup()
        for link in links {
            markup.raw("<li><a href=\"")
            markup.words(link.href)
            markup.raw(link.href == present ? "\" aria-current=\"page\">" : "\">")
            markup.words(link.text)
            markup.raw("</a></li>\n")
        }
        return markup.text
    }
}
