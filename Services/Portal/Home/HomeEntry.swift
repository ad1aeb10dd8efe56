import Models
import Pages

/// A place of work on the home page: who has it, and what one does there.
struct HomeEntry: Part {
    let path: String
    let key: String
    let roles: Set<Role>
    private var title = ""
    private var text = ""

    private init(_ path: String, _ key: String, _ roles: Set<Role>) {
        self.path = path
        self.key = key
        self.roles = roles
    }

    /// In words.
    func said(_ t: Sentences) -> HomeEntry {
        var entry = self
        entry.title = t("home_\(key)")
        entry.text = t("home_\(key)_text")
        return entry
    }

    func child(named name: String) -> Any? {
        switch name {
        case "href": path
        case "title": title
        case "text": text
        default: nil
        }
    }

    /// All of them, in the order of the page.
    static let all: [HomeEntry] = [
        HomeEntry("/requests", "requests", .centre.union([.organisation])),
        HomeEntry("/cases", "cases", .centre.union(Set.overseers).union([.helper, .organisation])),
        HomeEntry("/assignments", "assignments", .centre.union([.organisation])),
        HomeEntry("/alerts", "alerts", .centre.union(Set.overseers).union([.helper, .organisation])),
        HomeEntry("/uploads", "uploads", .centre.union([.helper, .organisation])),
        HomeEntry("/helpers", "helpers", .centre.union(Set.overseers).union([.organisation])),
        HomeEntry("/quotas", "quotas", .centre.union([.helper, .province])),
        HomeEntry("/organisations", "organisations", .overseers.union([.leader, .administrator, .system])),
        HomeEntry("/reports", "reports", .centre.union(Set.overseers).union([.organisation])),
        HomeEntry("/accounts", "accounts", .overseers.union([.administrator, .system])),
        HomeEntry("/audit", "audit", .overseers.union([.leader, .administrator, .system])),
        HomeEntry("/system", "system", [.system]),
    ]

}
