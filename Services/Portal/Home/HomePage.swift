import Models
import Pages
import ServiceKit

/// What somebody signed in sees at `/`: where they are, what waits and what is late, panel by panel, and where their work is. `portal-home.mustache`.
struct HomePage: Part {
    private let name: String
    private let role: String
    private let place: String?
    private let actions: [Link]
    private let work: [HomeEntry]
    private let panels: [Fragment]
    private let endingKeys: Notice?

    /// - Parameters:
    ///   - place: the organisation or province that the account is for.
    ///   - endingKeys: how many keys of programs the account's person must renew.
    init(_ identity: Identity, place: String?, endingKeys: Int, _ t: Sentences) {
        name = identity.name
        role = t.label(identity.role)
        self.place = place
        let entries = HomeEntry.all.filter { $0.roles.contains(identity.role) }
        work = entries.map { $0.said(t) }
        actions = Self.receivers.contains(identity.role) ? [Link(t("home_new_request"), to: "/requests/new")] : []
        self.endingKeys =
            endingKeys == 0
            ? nil : Notice(.warning, text: t.count("home_keys_ending", endingKeys), action: Link(t("keys_title"), to: "/accounts/keys"))
        panels = HomePanel.of(identity.role).map { Fragment($0.path, label: t($0.key)) }
    }

    func child(named name: String) -> Any? {
        switch name {
        case "name": self.name
        case "role": role
        case "place": place
        case "actions": actions
        case "work": work
        case "panels": panels
        case "ending_keys": endingKeys
        default: nil
        }
    }

    private static let receivers: Set<Role> = [.staff, .branchLeader, .leader, .administrator, .organisation]
}
