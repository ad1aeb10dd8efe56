import Foundation
import Models
import Rules
import ServiceKit

/// Another client of the same matter (several clients in one matter are several cases): who they are, and what makes them eligible. All else is the
/// first one's.
struct CoClient: Sendable {
    var client: RequestDraft.Client
    var categories: [Category]
    /// Kinds of the papers that were shown as proof (circular 08/2017, Điều 33).
    var papers: [String]
    var hardship: Hardship?
    var role: ProceedingsRole?
    /// Since when they are arrested or in custody.
    var held: Date?

    /// Reads one of `co_clients`.
    init(_ reader: FieldReader, today: LegalDate, rules: RulePacks) {
        client = reader.object("client") { RequestDraft.client($0, today: today, rules: rules) }
        let known = rules.knownCategories.map(\.rawValue)
        categories = reader.choices("categories", among: known, in: 1...known.count).map(Category.init(rawValue:))
        papers = reader.choices("papers", among: rules.eligibility(on: today).papers.map(\.kind))
        hardship = reader.optionalChoice("hardship")
        role = reader.optionalChoice("role_in_proceedings")
        held = reader.optionalInstant("held")
    }
}

extension RequestDraft {
    /// How many more clients one step takes in.
    static let mostCoClients = 20

    /// The request of another client of the same matter.
    func of(_ other: CoClient, matter: MatterID) -> RequestDraft {
        var draft = self
        draft.client = other.client
        // What somebody is to one client says nothing of the others.
        draft.requester = nil
        draft.categories = other.categories
        draft.papers = other.papers
        draft.hardship = other.hardship
        draft.role = other.role
        draft.matter = matter
        draft.held = other.held
        draft.coClients = []
        return draft
    }

    /// Nobody is a client of one matter twice.
    func checkCoClients(_ reader: FieldReader) {
        var seen: Set<String> = [Self.key(client)]
        for (index, other) in coClients.enumerated() where !other.client.name.isEmpty && !seen.insert(Self.key(other.client)).inserted {
            reader.fail(
                FieldError(
                    JSONPointer.root.member("co_clients").element(index).member("client").member("name"), code: "repeated",
                    message: Bilingual(vi: "Người này đã có trong yêu cầu.", en: "This person is in the request already.")))
        }
    }

    private static func key(_ client: Client) -> String { NameKey.fold(client.name) + "|" + (client.birth?.description ?? "") }
}
