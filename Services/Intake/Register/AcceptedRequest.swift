import Foundation
import Models
import Rules

/// What the register needs of a request that is accepted now.
struct AcceptedRequest: Sendable {
    let id: RequestID
    let form: AidForm
    let field: LegalField
    let matter: MatterID
    let clientName: String
    let especiallyDifficult: Bool
    /// Force majeure keeps its proofs away.
    var forceMajeure: Bool
    let urgent: Bool
    /// How it came.
    let channel: Channel
    /// Why it is accepted before its proofs are there (circular 12/2018, Điều 6.1).
    var atOnceGround: String?
    let held: Date?
    let deadline: Date?
    let eligibility: EligibilityDecision
    /// The legal date of acceptance: of the entry in the register (circular 12/2018, Điều 5.2).
    let acceptedOn: LegalDate
    /// The legal date of reception: the year of the case code.
    let receivedOn: LegalDate

    /// Accepted in the call that enters it, on `date`: the day of the entry, or the one on which a register kept on paper took it in.
    init(_ request: NewRequest, on date: LegalDate) {
        let draft = request.draft
        id = request.id
        form = draft.form
        field = draft.field
        matter = request.matter
        clientName = draft.client.name
        especiallyDifficult = draft.client.residence?.especiallyDifficult ?? false
        forceMajeure = draft.forceMajeure
        urgent = draft.urgent
        channel = draft.channel
        atOnceGround = draft.atOnceGround
        held = draft.held
        deadline = draft.deadline
        eligibility = request.eligibility
        receivedOn = LegalDate(request.receivedAt)
        acceptedOn = date
    }

    /// Accepted later, on `date`.
    init(_ request: RequestRecord, on date: LegalDate) {
        id = request.id
        form = request.form
        field = request.field
        matter = request.matter
        clientName = request.client.name
        especiallyDifficult = request.client.residence?.especiallyDifficult ?? false
        forceMajeure = request.forceMajeure
        urgent = request.urgent
        channel = request.channel
        atOnceGround = request.atOnceGround
        held = request.held
        deadline = request.deadline
        eligibility = request.eligibility
        receivedOn = LegalDate(request.receivedAt)
        acceptedOn = date
    }
}
