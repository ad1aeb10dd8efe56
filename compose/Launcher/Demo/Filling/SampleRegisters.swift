import Foundation
import Models
import Rules

/// Enters the organisations and helpers that are missing.
struct SampleRegisters: Sendable {
    let api: SampleAPI
    let tokens: SampleTokens
    let rules: RulePacks
    /// How many calls at a time.
    let calls: Int

    /// The ids of the planned organisations by key, and how many were made. Throws `LaunchError` where one is in the way of a real one.
    func organisations(_ plan: [SampleOrganisation]) async throws -> (ids: [String: OrganisationID], tally: SampleTally) {
        let token = try await tokens.system()
        let known = try await api.everything("/api/v1/organisations", of: KnownOrganisation.self, token: token)
        var ids: [String: OrganisationID] = [:]
        var tally = SampleTally()
        for organisation in plan {
            let parent = organisation.parent.flatMap { ids[$0] }
            if let found = known.first(where: { $0.isSame(organisation, parent: parent) }) {
                guard found.name.contains(SampleOrganisation.mark) else {
                    throw LaunchError(
                        "“\(found.name)” is a real organisation with the code \(found.code): samples do not go among real cases",
                        remedy: "use a data folder of its own for samples")
                }
                ids[organisation.key] = found.id
                tally.add(.known)
            } else {
                ids[organisation.key] = try await enter(organisation, parent, token)
                tally.add(.made)
            }
        }
        return (ids, tally)
    }

    /// Enters helpers until each organisation has as many as planned.
    func helpers(_ plan: [SampleOrganisation], _ ids: [String: OrganisationID], centreHas count: Int) async throws -> SampleTally {
        let token = try await tokens.system()
        var tally = SampleTally()
        var progress = SampleProgress("helpers", of: plan.reduce(0) { $0 + SampleHelper.number(at: $1.kind, centreHas: count) })
        try await inFlight(calls, plan) { organisation in
            guard let id = ids[organisation.key] else { return [SampleTally.Outcome]() }
            return try await enterHelpers(of: organisation, id, centreHas: count, token)
        } collect: { outcomes in
            outcomes.forEach { tally.add($0) }
            progress.step(outcomes.count)
        }
        progress.finish()
        return tally
    }

    private func enterHelpers(
        of organisation: SampleOrganisation, _ id: OrganisationID, centreHas count: Int, _ token: String
    ) async throws -> [SampleTally.Outcome] {
        let present = try await api.everything(
            "/api/v1/helpers?organisation=\(id)&active=true", of: KnownHelper.self, token: token)
        let wanted = SampleHelper.number(at: organisation.kind, centreHas: count)
        var outcomes = Array(repeating: SampleTally.Outcome.known, count: min(wanted, present.count))
        let domain = rules.provinces[organisation.province].map(SampleOrganisation.domain) ?? "example.org"
        let planned = SampleHelper.all(of: organisation, centreHas: count, domain: domain)
        let missing = planned.filter { helper in !present.contains { $0.email == helper.email } }.prefix(max(0, wanted - present.count))
        for helper in missing {
            do {
                let body = HelperBody(helper, at: id)
                outcomes.append(.init(try await api.post("/api/v1/helpers", body, key: "\(id)-\(helper.card)", token: token)))
            } catch let error as SampleRefusal {
                outcomes.append(.refused(error.description))
            }
        }
        return outcomes
    }

    private func enter(_ organisation: SampleOrganisation, _ parent: OrganisationID?, _ token: String) async throws -> OrganisationID {
        let body = OrganisationBody(
            kind: organisation.kind, parent: parent, province: organisation.province, name: organisation.title, code: organisation.code,
            email: organisation.email)
        do {
            let key = "samples-\(organisation.key)"
            return try await api.post("/api/v1/organisations", body, key: key, token: token).decode(Made.self).id
        } catch let error as SampleRefusal {
            throw LaunchError("“\(organisation.title)” could not be entered: \(error)")
        }
    }

    private struct Made: Decodable {
        let id: OrganisationID
    }

    private struct KnownOrganisation: Decodable {
        let id: OrganisationID
        let kind: OrganisationKind
        let parent: OrganisationID?
        let province: String
        let name: String
        let code: String

        /// Whether it stands where the sample would: codes are unique by province and kind, those of branches within their centre.
        func isSame(_ other: SampleOrganisation, parent wanted: OrganisationID?) -> Bool {
            kind == other.kind && province == other.province && code == other.code && parent == wanted
        }
    }

    private struct KnownHelper: Decodable {
        let email: String?
    }

    private struct OrganisationBody: Encodable, Sendable {
        let kind: OrganisationKind
        let parent: OrganisationID?
        let province: String
        let name: String
        let code: String
        let email: String
    }

    private struct HelperBody: Encodable, Sendable {
        let organisation: OrganisationID
        let kind: HelperKind
        let name: String
        let email: String
        let card: String
        let appointed: LegalDate

        init(_ helper: SampleHelper, at organisation: OrganisationID) {
            self.organisation = organisation
            (kind, name, email, card, appointed) = (helper.kind, helper.name, helper.email, helper.card, helper.appointed)
        }

        enum CodingKeys: String, CodingKey {
            case organisation, kind, name, email
            case card = "card_number"
            case appointed = "appointed_on"
        }
    }
}
