import Foundation
import Models
import SheetImports

/// What the API says of a row of a file of helpers.
struct HelperLineFacts: Encodable, Sendable {
    /// The helper who was entered, or is in the register already.
    var helper: HelperID?
    var organisation: OrganisationID?
    var kind: HelperKind?
    var email: String?
    var phone: String?
    var cardNumber: String?
    var appointedOn: LegalDate?

    init(_ verdict: SheetVerdict<NewHelper, RegisteredHelper>) {
        switch verdict {
        case .ready(let new):
            (organisation, kind, email, phone) = (new.organisation, new.draft.kind, new.draft.email, new.draft.phone)
            (cardNumber, appointedOn) = (new.draft.cardNumber, new.draft.appointedOn)
        case .known(let known):
            (helper, organisation, kind, email) = (known.id, known.organisation, known.kind, known.email)
            cardNumber = known.cardNumber
        case .wrong: break
        case .made(let id): helper = HelperID(id)
        }
    }
}
