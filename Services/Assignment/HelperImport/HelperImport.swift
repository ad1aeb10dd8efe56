import Database
import Foundation
import Models
import ServiceKit
import SheetImports

extension Organisation: NamedPlace {}

/// A helper that a row would become.
struct NewHelper: Sendable {
    let organisation: OrganisationID
    let title: String
    let draft: HelperDraft

    var card: HelperCard? { HelperCard(draft.cardNumber, of: draft.kind, at: organisation) }
}

/// Helpers from a spreadsheet: each row by the rules of a single helper.
struct HelperImport: SheetImport {
    typealias Column = HelperColumn
    typealias Draft = NewHelper
    typealias Known = RegisteredHelper
    /// Whose helpers the caller keeps.
    typealias Reach = NamedPlaces<Organisation>

    static let tables = SheetTables(
        files: "helper_imports", lines: "helper_import_lines", made: "helper", words: "spreadsheets of helpers")
    static let subject = "helper-import"
    static let things = "helpers"
    static func action(_ what: String) -> String { "helper-import.\(what)" }

    let registers: Registers
    let kinds: HelperKindWords

    private var keep: KeepHelper { KeepHelper(registers: registers) }

    func scope(of identity: Identity) -> Scope { identity.scope }

    func reach(of identity: Identity) async throws -> NamedPlaces<Organisation> {
        let places = try await registers.database.transaction(identity.scope) { transaction in
            try await OrganisationStore.keepingHelpers(identity, in: transaction)
        }
        return NamedPlaces(places)
    }

    func check(
        _ lines: [SheetLine<HelperColumn>], within reach: NamedPlaces<Organisation>, for identity: Identity, in transaction: Transaction
    ) async throws -> [CheckedLine<HelperImport>] {
        try await HelperCheck(keep: keep, kinds: kinds)(lines, at: reach, for: identity, in: transaction)
    }

    func make(_ new: NewHelper, by identity: Identity, reference: String, in transaction: Transaction) async throws -> UUID {
        let actor = Actor(subject: identity.subject, name: identity.name, role: identity.role, reference: reference)
        return try await keep.enter(new.draft, at: new.organisation, by: identity, actor, in: transaction).id.uuid
    }

    func told(_ new: NewHelper) -> [String] {
        let (draft, place) = (new.draft, new.organisation.description)
        return [
            place, draft.kind.rawValue, draft.name, draft.email ?? "", draft.phone ?? "", draft.cardNumber ?? "",
            draft.appointedOn?.description ?? "",
        ]
    }
}
