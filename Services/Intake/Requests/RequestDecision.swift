import Models
import Rules
import ServiceKit

/// A decision on a request as it was filled in.
struct RequestDecision: Sendable {
    let action: RequestAction
    /// The coded ground of a refusal or a transfer.
    let reason: String?
    /// What is missing, or whatever else is to be said.
    let note: String?
    /// Who gets it; nil where a transfer names nobody here, who is told in another way.
    let receiver: OrganisationID?
    /// Why it is accepted before its proofs are there, and whether force majeure keeps them away (circular 12/2018, Điều 6.1, 6.2a); what is not said here
    /// stays as the request has it.
    let atOnceGround: String?
    let forceMajeure: Bool
    /// Why it is accepted for somebody who lives in another province (Law 11/2017, Điều 26.1).
    var territory: String?
    /// Why it is another request than those that it looks like.
    let distinctReason: String?

    /// Reads `{"note"}` of an acceptance or a supplement, `{"reason", "note"}` of the others, with `at_once_ground`, `force_majeure`,
    /// `territory` and `distinct_reason` of an acceptance and `organisation` of a transfer. Throws 422 with every field that is wrong.
    init(_ action: RequestAction, _ document: JSONValue, rules: RulePacks, today: LegalDate) throws {
        let reader = FieldReader(document)
        self.action = action
        reason = Self.grounds(of: action, rules, on: today).map { reader.choice("reason", among: $0.all.map(\.key)) }
        note = action == .askSupplement ? reader.text("note") : reader.optionalText("note")
        receiver = action == .transfer ? reader.optionalID("organisation") : nil
        let isAcceptance = action == .accept
        atOnceGround =
            isAcceptance ? reader.optionalChoice("at_once_ground", among: rules.atOnceGrounds(on: today).all.map(\.key)) : nil
        forceMajeure = isAcceptance && reader.bool("force_majeure", default: false)
        territory = isAcceptance ? reader.optionalChoice("territory", among: rules.territoryGrounds(on: today).all.map(\.key)) : nil
        distinctReason = isAcceptance ? reader.optionalText("distinct_reason", in: 1...500) : nil
        try reader.finish()
    }

    /// Throws 422 where its ground is not one for organisations of that kind (Law 11/2017, Điều 35).
    func checkGround(openTo kind: OrganisationKind, rules: RulePacks, today: LegalDate) throws {
        guard let reason, let grounds = Self.grounds(of: action, rules, on: today) else { return }
        guard grounds.open(to: kind).contains(where: { $0.key == reason }) else { throw Problem.validation([.groundOfOthers("reason")]) }
    }

    /// The grounds of which it must name one; nil where it needs none.
    static func grounds(of action: RequestAction, _ rules: RulePacks, on today: LegalDate) -> GroundPack? {
        switch action {
        case .refuse: rules.refusalReasons(on: today)
        case .transfer: rules.transferReasons(on: today)
        case .accept, .askSupplement: nil
        }
    }
}
