import Database
import Models
import SheetImports

/// A helper of the register, as rows are held against them.
struct RegisteredHelper: RowDecodable, Sendable {
    let id: HelperID
    let organisation: OrganisationID
    let kind: HelperKind
    let name: String
    let email: String?
    let cardNumber: String?
    let active: Bool

    init(_ row: Row) throws {
        id = try row.get("id")
        organisation = try row.get("organisation")
        kind = try row.get("kind")
        name = try row.get("name")
        email = try row.get("email")
        cardNumber = try row.get("card_number")
        active = try row.get("active")
    }
}

/// By what helpers of one name at one organisation are told apart.
struct HelperSigns: Sendable {
    enum Likeness {
        case same, other
        /// Nothing tells them apart but the mail address, which people change.
        case unsure
    }

    let kind: HelperKind
    let email: String?
    let cardNumber: String?

    init(_ helper: RegisteredHelper) {
        kind = helper.kind
        email = helper.email?.lowercased()
        cardNumber = helper.cardNumber.map(HelperCard.folded)
    }

    init(_ draft: HelperDraft) {
        kind = draft.kind
        email = draft.email?.lowercased()
        cardNumber = draft.cardNumber.map(HelperCard.folded)
    }

    /// Whether the mail address or the card is the same.
    func sharesSign(with other: HelperSigns) -> Bool {
        (email != nil && email == other.email) || (cardNumber != nil && cardNumber == other.cardNumber)
    }

    /// What somebody on record is to a new one of the same name.
    func likeness(to new: HelperSigns) -> Likeness {
        if let email, email == new.email { return .same }
        guard kind == new.kind else { return .other }
        if let cardNumber, let other = new.cardNumber { return cardNumber == other ? .same : .other }
        guard let email, let other = new.email, email != other else { return .same }
        return new.cardNumber == nil ? .unsure : .other
    }
}

/// A name at an organisation, as people write it.
struct HelperName: Hashable, Sendable {
    let organisation: OrganisationID
    private let name: String

    init(_ name: String, at organisation: OrganisationID) {
        self.organisation = organisation
        self.name = FoldedText.name(name)
    }
}

/// A card: one person's, within a kind and an organisation.
struct HelperCard: Hashable, Sendable {
    let organisation: OrganisationID
    let kind: HelperKind
    let number: String

    init?(_ number: String?, of kind: HelperKind, at organisation: OrganisationID) {
        guard let number else { return nil }
        self.organisation = organisation
        self.kind = kind
        self.number = Self.folded(number)
    }

    /// However it is written: TGV-07, tgv 07.
    static func folded(_ number: String) -> String { NameKey.fold(number).replacing(" ", with: "") }
}
