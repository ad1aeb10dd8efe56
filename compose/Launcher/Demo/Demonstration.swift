import Foundation
import Models

/// Enters the demonstration's organisations and helpers through the public API; what is remembered as entered is not entered again.
struct Demonstration: Sendable {
    let plan: Plan
    let console: Console

    /// Safe to run at every start. Throws `LaunchError` where the API refuses.
    func establish() async throws {
        var entered = Entered.read(plan.folder)
        if !entered.isWhole { try await enterMissing(&entered) }
        announce(entered)
        announce(try await DemonstrationAccounts(plan: plan).establish(entered.ids))
    }

    /// What an interrupted run entered without remembering it is found by its province and code, or by its address.
    private func enterMissing(_ entered: inout Entered) async throws {
        let token = try await TokenIssue(role: .system).token(in: plan.folder)
        let api = PublicAPI(address: plan.ownURL, token: token)
        let known = try await api.list("/api/v1/organisations", of: KnownOrganisation.self)
        for organisation in DemonstrationHouse.organisations where entered.ids[organisation.key] == nil {
            let found = known.first { $0.province == organisation.province && $0.code == organisation.code }?.id
            entered.ids[organisation.key] = if let found { found } else { try await enter(organisation, entered, api) }
            try entered.write(plan.folder)
        }
        var people = [String: [KnownHelper]]()
        for helper in DemonstrationHouse.helpers where entered.ids[helper.key] == nil {
            let employer = entered.ids[helper.organisation] ?? ""
            if people[employer] == nil {
                people[employer] = try await api.list("/api/v1/helpers?organisation=\(employer)", of: KnownHelper.self)
            }
            let found = people[employer]?.first { $0.email == helper.email }?.id
            entered.ids[helper.key] = if let found { found } else { try await enter(helper, employer, api) }
            try entered.write(plan.folder)
        }
    }

    private func enter(_ organisation: DemonstrationHouse.Organisation, _ entered: Entered, _ api: PublicAPI) async throws -> String {
        let body = OrganisationBody(
            kind: organisation.kind, parent: organisation.parent.flatMap { entered.ids[$0] }, province: organisation.province,
            name: organisation.title, code: organisation.code, email: organisation.email)
        return try await api.create("/api/v1/organisations", body, key: organisation.key)
    }

    private func enter(_ helper: DemonstrationHouse.Helper, _ employer: String, _ api: PublicAPI) async throws -> String {
        let body = HelperBody(
            organisation: employer, kind: helper.kind, name: helper.name, email: helper.email, appointedOn: helper.appointed)
        return try await api.create("/api/v1/helpers", body, key: helper.key)
    }

    private func announce(_ entered: Entered) {
        console.say("\nA demonstration; every organisation and person in it is invented:")
        for organisation in DemonstrationHouse.organisations {
            console.say("  \(organisation.title)  \(entered.ids[organisation.key] ?? "")")
        }
        let centre = entered.ids["centre-1"] ?? "ID"
        console.say(
            "  \(DemonstrationHouse.helpers.count) helpers; a token for scripts: caunoi token --role leader --organisation \(centre)")
    }

    private func announce(_ accounts: [DemonstrationAccounts.Account]) {
        console.say("\nAccounts to sign in with at \(plan.publicURL)/sign-in (also in \(plan.folder.demonstrationAccounts)):")
        for account in accounts {
            console.show("  \(account.login.padded(to: 12)) \(account.password)  \(account.role.rawValue)")
        }
    }

    private struct OrganisationBody: Encodable, Sendable {
        let kind: OrganisationKind
        let parent: String?
        let province: String
        let name: String
        let code: String
        let email: String
    }

    private struct HelperBody: Encodable, Sendable {
        let organisation: String
        let kind: HelperKind
        let name: String
        let email: String
        let appointedOn: String

        enum CodingKeys: String, CodingKey {
            case organisation, kind, name, email
            case appointedOn = "appointed_on"
        }
    }

    private struct KnownOrganisation: Decodable, Sendable {
        let id: String
        let province: String
        let code: String
    }

    private struct KnownHelper: Decodable, Sendable {
        let id: String
        let email: String?
    }

    /// The ids of what was entered, by key, kept in the data folder.
    private struct Entered: Codable {
        var ids: [String: String] = [:]

        var isWhole: Bool {
            (DemonstrationHouse.organisations.map(\.key) + DemonstrationHouse.helpers.map(\.key)).allSatisfy { ids[$0] != nil }
        }

        static func read(_ folder: DataFolder) -> Entered {
            let data = FileManager.default.contents(atPath: folder.demonstration) ?? Data()
            return (try? JSONDecoder().decode(Entered.self, from: data)) ?? Entered()
        }

        func write(_ folder: DataFolder) throws {
            try PrivateFile.write(JSONEncoder().encode(self), to: folder.demonstration)
        }
    }
}
