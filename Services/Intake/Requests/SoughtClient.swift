import Database
import Foundation
import Models

/// Whom a request is for and what it is about: by what earlier ones like it are looked for.
struct SoughtClient: Sendable {
    /// The request itself, where it is on record.
    let request: RequestID?
    let name: String
    let birth: LegalDate?
    let identityNumber: String?
    let field: LegalField
    let matter: MatterID?

    /// So many are shown.
    private static let mostShown = 10

    init(_ draft: RequestDraft) {
        request = nil
        name = draft.client.name
        birth = draft.client.birth
        identityNumber = draft.client.identityNumber
        field = draft.field
        matter = draft.matter
    }

    init(_ record: RequestRecord) {
        request = record.id
        name = record.client.name
        birth = record.client.birth
        identityNumber = record.client.identityNumber
        field = record.field
        matter = record.matter
    }

    /// The first and the last day of the year of birth.
    var birthdays: (first: LegalDate?, last: LegalDate?) {
        (
            birth.flatMap { LegalDate(year: $0.year, month: 1, day: 1) },
            birth.flatMap { LegalDate(year: $0.year, month: 12, day: 31) }
        )
    }

    /// Those of `found` who may be this person, as the conflict search tells people apart: the same identity number is the same person; else born in
    /// the same year under a name that is alike. Another number speaks against it, unless the day of birth is the same.
    func same(among found: [EarlierRequest]) -> [Duplicate] {
        guard !found.isEmpty else { return [] }
        let names = Self.names(of: WrittenName(name)).map { (outline: NameOutline($0), name: ComparedName(Spelling(key: $0))) }
        return Array(found.lazy.filter { isSame(as: $0, names) }.map(\.duplicate).prefix(Self.mostShown))
    }

    private func isSame(as other: EarlierRequest, _ names: [(outline: NameOutline, name: ComparedName)]) -> Bool {
        if let identityNumber, let theirs = other.identityNumber {
            if identityNumber == theirs { return true }
            if birth != other.birth { return false }
        }
        guard let birth, birth.year == other.birth?.year else { return false }
        return Self.names(of: WrittenName(other.name, folded: other.nameKey)).contains { theirs in
            let outline = NameOutline(theirs)
            return names.contains {
                $0.outline.mayBe(outline) && $0.name.likeness(to: Spelling(key: theirs)) >= ConflictSearch.counted
            }
        }
    }

    private static func names(of written: WrittenName) -> [String] { [written.key] + written.aliases }
}

/// A request that was there before, with what tells its client from others.
struct EarlierRequest: RowDecodable {
    let duplicate: Duplicate
    let name: String
    /// The same, folded as it was kept.
    let nameKey: String
    let birth: LegalDate?
    let identityNumber: String?

    init(_ row: Row) throws {
        duplicate = try Duplicate(row)
        name = try row.get("client_name")
        nameKey = try row.get("client_name_key")
        birth = try row.get("client_birth")
        identityNumber = try row.get("client_identity_number")
    }
}
