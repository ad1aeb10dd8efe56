import Foundation
import Models
import ServiceKit

/// A key that is to be made.
struct ProgramKeyDraft: Sendable {
    /// Days that one is good for at most.
    static let longestLife = 366

    let name: String
    let organisation: OrganisationID
    let rights: [RightName]
    /// The last day on which it is good.
    let endsOn: LegalDate

    /// Reads what was posted. Throws 422: a key may do nothing that its maker may not do.
    static func read(_ posted: JSONValue, by identity: Identity, on today: LegalDate) throws -> ProgramKeyDraft {
        let reader = FieldReader(posted)
        let offered = rights(for: identity).map(\.rawValue)
        let name = reader.string("name", in: 1...200)
        let organisation = reader.id("organisation", OrganisationID.self)
        let rights = reader.choices("rights", among: offered, in: 1...max(1, offered.count))
        let chosen = Set(rights.compactMap(RightName.init(rawValue:)))
        for (index, right) in rights.enumerated() {
            let missing = RightName(rawValue: right).flatMap { AccessTable.needs[$0] }?.subtracting(chosen) ?? []
            if missing.isEmpty { continue }
            let names = missing.map(\.rawValue).sorted().joined(separator: ", ")
            reader.fail(
                FieldError(
                    JSONPointer.root.member("rights").element(index), code: "needs_another",
                    message: Bilingual(
                        vi: "Quyền \(right) cần chọn kèm: \(names).", en: "\(right) takes as well: \(names).")))
        }
        let endsOn = reader.date("ends_on", in: today.adding(days: 1)...today.adding(days: longestLife))
        try reader.finish()
        return ProgramKeyDraft(
            name: name, organisation: organisation, rights: rights.compactMap(RightName.init(rawValue:)), endsOn: endsOn)
    }

    /// What somebody can let a program do.
    static func rights(for identity: Identity) -> [RightName] { AccessTable.ofPrograms.filter(identity.may) }
}
