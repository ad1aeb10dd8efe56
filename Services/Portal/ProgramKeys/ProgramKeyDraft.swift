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
    ///
    /// - Parameter naming: what its reader calls a right; the API says it as programs do.
    static func read(
        _ posted: JSONValue, by identity: Identity, on today: LegalDate,
        naming: (RightName) -> Bilingual = { Bilingual(stringLiteral: $0.rawValue) }
    ) throws -> ProgramKeyDraft {
        let reader = FieldReader(posted)
        let offered = rights(for: identity).map(\.rawValue)
        let name = reader.string("name", in: 1...200)
        let organisation = reader.id("organisation", OrganisationID.self)
        let rights = reader.choices("rights", among: offered, in: 1...max(1, offered.count))
        let chosen = Set(rights.compactMap(RightName.init(rawValue:)))
        for (index, right) in rights.enumerated() {
            guard let right = RightName(rawValue: right) else { continue }
            let missing = needed(by: right).filter { !chosen.contains($0) }.map(naming)
            if missing.isEmpty { continue }
            let name = naming(right)
            let (vi, en) = (missing.map(\.vi).joined(separator: "; "), missing.map(\.en).joined(separator: "; "))
            reader.fail(
                FieldError(
                    JSONPointer.root.member("rights").element(index), code: "needs_another",
                    message: Bilingual(vi: "“\(name.vi)” cần chọn kèm: \(vi).", en: "“\(name.en)” also needs: \(en).")))
        }
        let endsOn = reader.date("ends_on", in: today.adding(days: 1)...today.adding(days: longestLife))
        try reader.finish()
        return ProgramKeyDraft(
            name: name, organisation: organisation, rights: rights.compactMap(RightName.init(rawValue:)), endsOn: endsOn)
    }

    /// What somebody can let a program do.
    static func rights(for identity: Identity) -> [RightName] { AccessTable.ofPrograms.filter(identity.may) }

    /// What must be chosen with a right, in the order of the access table.
    static func needed(by right: RightName) -> [RightName] {
        AccessTable.needs[right].map { AccessTable.ofPrograms.filter($0.contains) } ?? []
    }
}
