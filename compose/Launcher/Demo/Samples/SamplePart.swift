import Models

/// What a case is about and what the client is in it.
struct SamplePart: Sendable {
    let field: LegalField
    /// Nil outside of proceedings.
    let role: ProceedingsRole?
    let channel: Channel

    var isAccused: Bool { role == .suspect || role == .accused }

    init(_ profile: ClientProfile, _ form: AidForm, _ dice: inout Dice) {
        field = dice.pick(Self.fields(profile, form))
        role = Self.role(profile, form, field, &dice)
        channel = dice.pick(Self.channels(isAccused: role == .suspect || role == .accused))
    }

    /// Litigation is mostly criminal; advice mostly of daily life.
    private static func fields(_ profile: ClientProfile, _ form: AidForm) -> [Weighted<LegalField>] {
        switch (profile.part, form) {
        case (.accused, _), (.victim, _): [Weighted(.criminal, 1)]
        case (.harmedAtHome, .litigation): [Weighted(.marriageFamily, 0.6), Weighted(.criminal, 0.4)]
        case (.harmedAtHome, _): [Weighted(.marriageFamily, 1)]
        case (_, .litigation): weights(criminal: 0.66, civil: 0.14, family: 0.16, administrative: 0.025, labour: 0.007, other: 0.008)
        case (_, .advice): weights(criminal: 0.12, civil: 0.35, family: 0.25, administrative: 0.12, labour: 0.05, other: 0.11)
        case (_, .representation): weights(criminal: 0, civil: 0.45, family: 0.06, administrative: 0.3, labour: 0.04, other: 0.15)
        }
    }

    private static func weights(
        criminal: Double, civil: Double, family: Double, administrative: Double, labour: Double, other: Double
    ) -> [Weighted<LegalField>] {
        [
            Weighted(.criminal, criminal), Weighted(.civil, civil), Weighted(.marriageFamily, family),
            Weighted(.administrative, administrative), Weighted(.labour, labour), Weighted(.other, other),
        ]
    }

    private static func role(
        _ profile: ClientProfile, _ form: AidForm, _ field: LegalField, _ dice: inout Dice
    ) -> ProceedingsRole? {
        guard form == .litigation else { return nil }
        guard field == .criminal else { return .litigant }
        switch profile.part {
        case .accused: return dice.chance(0.4) ? .suspect : .accused
        case .victim, .harmedAtHome: return .victim
        case .any:
            // Nobody under 14 is accused of a crime (Criminal Code, Điều 12).
            if profile.ages.upperBound < 16 { return dice.chance(0.8) ? .victim : .accused }
            return dice.pick([
                Weighted(ProceedingsRole.suspect, 0.28), Weighted(.accused, 0.4), Weighted(.victim, 0.3), Weighted(.other, 0.02),
            ])
        }
    }

    private static func channels(isAccused: Bool) -> [Weighted<Channel>] {
        isAccused
            ? [Weighted(.notice, 0.6), Weighted(.inPerson, 0.28), Weighted(.post, 0.06), Weighted(.fax, 0.03), Weighted(.online, 0.03)]
            : [Weighted(.inPerson, 0.68), Weighted(.online, 0.12), Weighted(.post, 0.1), Weighted(.notice, 0.08), Weighted(.fax, 0.02)]
    }
}
