package import Models

/// A closed list of coded legal grounds: of refusal, transfer, stopping, completion.
package struct GroundPack: ReadablePack {
    package let head: PackHead
    /// In the order of the law.
    package let all: [Ground]

    init(head: PackHead, from entry: inout PackEntry) throws {
        self.head = head
        all = try entry.required("grounds").entries { try Ground(from: &$0) }
        guard Set(all.map(\.key)).count == all.count else {
            throw entry.value.error("two grounds have the same key", "Give each ground a key of its own.")
        }
    }

    /// The ground of that key; nil where this version has none.
    package subscript(key: String) -> Ground? { all.first { $0.key == key } }

    /// The grounds open to an organisation of that kind.
    package func open(to organisation: OrganisationKind) -> [Ground] {
        all.filter { $0.organisations.isEmpty || $0.organisations.contains(organisation) }
    }
}

/// A legal ground: a code for the wire, a title for people, an article for the decision.
package struct Ground: Hashable, Sendable {
    package let key: String
    package let title: LocalizedText
    package let article: String
    /// What it means to the client, in plain words; nil where it is not told to one.
    package let explanation: LocalizedText?
    package let confirmed: Bool
    /// Who may use it; empty: everybody.
    package let organisations: [OrganisationKind]
    /// What it asks for in writing is due on its own day.
    package let isAnsweredAtOnce: Bool
    /// The time limit that begins with it; nil where none does.
    package let limit: DeadlineKey?
    /// To whom it leads, of a transfer; empty: to anybody.
    package let receivers: [OrganisationKind]
    /// In which province whoever it leads to is; nil: in any.
    package let receiverProvince: ReceiverProvince?

    init(from entry: inout PackEntry) throws {
        key = try entry.text("key")
        title = try entry.localized("title")
        article = try entry.text("article")
        explanation = try entry.optional("explanation")?.entry { LocalizedText(vi: try $0.text("vi"), en: try $0.text("en")) }
        confirmed = try entry.confirmed()
        organisations = try entry.choices("organisations")
        isAnsweredAtOnce = try entry.optional("answered_at_once")?.bool() ?? false
        limit = try entry.optional("limit")?.choice()
        receivers = try entry.choices("receivers")
        receiverProvince = try entry.optional("receiver_province")?.choice()
    }

    /// Whether it leads from an organisation of that province to one of that kind and province.
    package func leads(from province: String, to kind: OrganisationKind, in other: String) -> Bool {
        guard receivers.isEmpty || receivers.contains(kind) else { return false }
        switch receiverProvince {
        case .own: return other == province
        case .other: return other != province
        case nil: return true
        }
    }
}

/// Where a transfer leads to, seen from whoever passes it on.
package enum ReceiverProvince: String, CaseIterable, Sendable {
    case own, other
}
