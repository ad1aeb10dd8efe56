import Directory
import Models
import SheetImports

extension Organisation: NamedPlace {}

/// What rows are held against: the places where the caller may give accounts, the helpers there, the accounts that are.
struct ImportFacts: Sendable {
    let places: NamedPlaces<Organisation>
    private var helpers: [HelperID: KnownHelper] = [:]
    private var byName: [HelperName: [KnownHelper]] = [:]
    private var logins: [String: Account] = [:]
    private var ofHelpers: [HelperID: Account] = [:]

    private struct HelperName: Hashable {
        let place: OrganisationID
        let name: String
    }

    init(places: [Organisation]) {
        self.places = NamedPlaces(places)
    }

    mutating func add(_ found: [KnownHelper]) {
        for helper in found where places[helper.organisation] != nil {
            guard helpers.updateValue(helper, forKey: helper.id) == nil else { continue }
            byName[HelperName(place: helper.organisation, name: FoldedText.name(helper.name)), default: []].append(helper)
        }
    }

    mutating func add(_ found: [Account]) {
        for account in found {
            // One that is in use before one that is closed.
            if logins[account.login]?.active != true { logins[account.login] = account }
            if let helper = account.helper, ofHelpers[helper]?.active != true { ofHelpers[helper] = account }
        }
    }

    func helper(_ code: String) -> KnownHelper? { HelperID(code.lowercased()).flatMap { helpers[$0] } }

    /// The helpers of a place by that name.
    func helpers(named name: String, _ kind: HelperKind?, at place: Organisation) -> [KnownHelper] {
        (byName[HelperName(place: place.id, name: FoldedText.name(name))] ?? []).filter { kind == nil || $0.kind == kind }
    }

    func account(login: String) -> Account? { logins[login] }
    func account(of helper: HelperID) -> Account? { ofHelpers[helper] }
}
