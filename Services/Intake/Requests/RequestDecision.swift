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

    /// Reads `{"note"}` of an acceptance or a supplement, `{"reason", "note"}` of the others, with `organisation` of a transfer. Throws 422 with every field that is wrong.
    init(_ action: RequestAction, _ document: JSONValue, rules: RulePacks, today: LegalDate) throws {
        let reader = FieldReader(document)
        self.action = action
        reason = Self.grounds(of: action, rules, on: today).map { reader.choice("reason", among: $0.all.map(\.key)) }
        note = action == .askSupplement ? reader.text("note") : reader.optionalText("note")
        receiver = action == .transfer ? reader.optionalID("organisation") : nil
        try reader.finish()
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
