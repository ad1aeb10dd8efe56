import Models
import ServiceKit

/// A row of a file of accounts with what would come of it, or what has.
struct ImportLineView: Encodable, Sendable {
    struct Fault: Encodable, Sendable {
        let pointer: String
        let code: String
        let message: String
    }

    /// As the spreadsheet numbers it.
    let number: Int
    let verdict: String
    /// As it stands in the row.
    let name: String?
    /// The account that was made of it, or that its person has already.
    var account: AccountID?
    var login: String?
    var email: String?
    var role: Role?
    var organisation: OrganisationID?
    var province: String?
    var helper: HelperID?
    /// What is wrong, by the columns.
    var errors: [Fault] = []

    init(_ checked: CheckedLine, _ language: Language) {
        number = checked.line.number
        verdict = checked.verdict.kind.rawValue
        name = checked.line[.name]
        switch checked.verdict {
        case .ready(let draft):
            (login, email, role) = (draft.login, draft.email, draft.role)
            (organisation, province, helper) = (draft.organisation, draft.province, draft.helper)
        case .known(let known):
            (account, login, email, role) = (known.id, known.login, known.email, known.role)
            (organisation, province, helper) = (known.organisation, known.province, known.helper)
        case .wrong(let faults):
            errors = faults.map { Fault(pointer: $0.pointer.description, code: $0.code, message: $0.message.text(language)) }
        case .made(let id): account = id
        }
    }
}
