import Foundation
import Models

/// Enters the demonstration's organisations and helpers through the public API; what is remembered as entered is not entered again.
struct Demonstration: Sendable {
    let plan: Plan
    let console: Console

    /// Safe to run at every start. Throws `LaunchError` where the API refuses.
    func establish() async throws {
        var entered = Entered.read(plan.folder)
        let token = try await TokenIssue(role: .system).token(in: plan.folder)
        let api = PublicAPI(address: "http://\(plan.options.host):\(plan.ports.frontDoor)", token: token)
        for organisation in DemonstrationHouse.organisations where entered.ids[organisation.key] == nil {
            let body = OrganisationBody(
                kind: organisation.kind, parent: organisation.parent.flatMap { entered.ids[$0] }, province: organisation.province,
                title: organisation.title, code: organisation.code, email: organisation.email)
            entered.ids[organisation.key] = try await api.create("/api/v1/organisations", body, key: organisation.key)
            try entered.write(plan.folder)
        }
        for helper in DemonstrationHouse.helpers where entered.ids[helper.key] == nil {
            let body = HelperBody(
                organisation: entered.ids[helper.organisation], kind: helper.kind, name: helper.name, email: helper.email,
                appointed: helper.appointed)
            entered.ids[helper.key] = try await api.create("/api/v1/helpers", body, key: helper.key)
            try entered.write(plan.folder)
        }
        announce(entered)
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

    private struct OrganisationBody: Encodable, Sendable {
        let kind: OrganisationKind
        let parent: String?
        let province: String
        let title: String
        let code: String
        let email: String
    }

    private struct HelperBody: Encodable, Sendable {
        let organisation: String?
        let kind: HelperKind
        let name: String
        let email: String
        let appointed: String
    }

    /// The ids of what was entered, by key, kept in the data folder.
    private struct Entered: Codable {
        var ids: [String: String] = [:]

        static func read(_ folder: DataFolder) -> Entered {
            let data = FileManager.default.contents(atPath: folder.demonstration) ?? Data()
            return (try? JSONDecoder().decode(Entered.self, from: data)) ?? Entered()
        }

        func write(_ folder: DataFolder) throws {
            try PrivateFile.write(JSONEncoder().encode(self), to: folder.demonstration)
        }
    }
}
