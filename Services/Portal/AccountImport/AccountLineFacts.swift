import Foundation
import Models
import SheetImports

/// What the API says of a row of a file of accounts.
struct AccountLineFacts: Encodable, Sendable {
    /// The account that was made of it, or that its person has already.
    var account: AccountID?
    var login: String?
    var email: String?
    var role: Role?
    var organisation: OrganisationID?
    var province: String?
    var helper: HelperID?

    init(_ verdict: SheetVerdict<AccountDraft, Account>) {
        switch verdict {
        case .ready(let draft):
            (login, email, role) = (draft.login, draft.email, draft.role)
            (organisation, province, helper) = (draft.organisation, draft.province, draft.helper)
        case .known(let known):
            (account, login, email, role) = (known.id, known.login, known.email, known.role)
            (organisation, province, helper) = (known.organisation, known.province, known.helper)
        case .wrong: break
        case .made(let id): account = AccountID(id)
        }
    }
}
