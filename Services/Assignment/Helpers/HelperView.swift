import Models

/// A helper as the API shows them.
struct HelperView: Encodable, Sendable {
    let helper: Helper

    private enum CodingKeys: CodingKey {
        case id, organisation, province, kind, name, email, phone, cardNumber, appointedOn, active, absentToday, load, openCases, version
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(helper.id, forKey: .id)
        try container.encode(helper.organisation, forKey: .organisation)
        try container.encode(helper.province, forKey: .province)
        try container.encode(helper.kind, forKey: .kind)
        try container.encode(helper.name, forKey: .name)
        try container.encode(helper.email, forKey: .email)
        try container.encode(helper.phone, forKey: .phone)
        try container.encode(helper.cardNumber, forKey: .cardNumber)
        try container.encode(helper.appointedOn, forKey: .appointedOn)
        try container.encode(helper.active, forKey: .active)
        try container.encode(helper.isAbsentToday, forKey: .absentToday)
        try container.encode(helper.points, forKey: .load)
        try container.encode(helper.openCases, forKey: .openCases)
        try container.encode(helper.version, forKey: .version)
    }
}
