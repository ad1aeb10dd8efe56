import Models

/// An organisation as the API shows it.
struct OrganisationView: Encodable, Sendable {
    let organisation: Organisation

    private enum CodingKeys: CodingKey {
        case id, kind, parent, province, name, code, email, active, version
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(organisation.id, forKey: .id)
        try container.encode(organisation.kind, forKey: .kind)
        try container.encode(organisation.parent, forKey: .parent)
        try container.encode(organisation.province, forKey: .province)
        try container.encode(organisation.title, forKey: .name)
        try container.encode(organisation.code, forKey: .code)
        try container.encode(organisation.email, forKey: .email)
        try container.encode(organisation.active, forKey: .active)
        try container.encode(organisation.version, forKey: .version)
    }
}
