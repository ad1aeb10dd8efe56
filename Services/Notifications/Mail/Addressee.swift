import Database
import Directory
import Models

/// Whom a mail is for.
struct Addressee: Sendable {
    /// In which part they have: one mail about a thing to each.
    enum Audience: String, Sendable {
        case helper, organisation, account
    }

    let audience: Audience
    let name: String
    /// Nil where none is known: nothing is written then.
    let email: String?

    init(_ helper: Helper) {
        audience = .helper
        name = helper.name
        email = helper.email
    }

    /// The person of an account.
    init(_ link: AccountLinkIssued) {
        audience = .account
        name = link.displayName
        email = link.email
    }

    init(_ organisation: Organisation) {
        audience = .organisation
        name = organisation.title
        email = organisation.email
    }
}

extension Addressee.Audience: Bindable {}
