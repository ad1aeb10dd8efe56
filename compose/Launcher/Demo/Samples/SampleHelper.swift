import Models
import Rules

/// A helper of a sample organisation. The same person for the same place in the list, whatever the seed.
struct SampleHelper: Sendable, Equatable {
    let kind: HelperKind
    let name: String
    let email: String
    let card: String
    let appointed: LegalDate
}

extension SampleHelper {
    /// Kinds in the proportion of centres: officers lead, lawyers on contract nearly as many, collaborators fewer. Participating organisations
    /// have advisers and some lawyers (Law 11/2017, Điều 17.1).
    private static func kinds(_ organisation: OrganisationKind) -> [HelperKind] {
        organisation.isParticipating
            ? [.adviser, .lawyer, .adviser, .adviser]
            : [
                .officer, .lawyer, .collaborator, .officer, .lawyer, .officer, .lawyer, .collaborator, .officer, .lawyer, .officer,
                .collaborator,
                .lawyer, .officer, .lawyer, .officer, .collaborator, .lawyer, .officer, .collaborator,
            ]
    }

    /// How many an organisation has where a centre has `count`.
    static func number(at kind: OrganisationKind, centreHas count: Int) -> Int {
        kind == .centre ? count : max(2, count / 5)
    }

    /// The helpers of an organisation.
    static func all(of organisation: SampleOrganisation, centreHas count: Int, domain: String) -> [SampleHelper] {
        let kinds = kinds(organisation.kind)
        return (0..<number(at: organisation.kind, centreHas: count)).map { index in
            var dice = Dice(
                UInt64(organisation.province) ?? 0, UInt64(organisation.code.utf8.reduce(0) { $0 * 31 + UInt64($1) }), UInt64(index))
            return SampleHelper(
                kind: kinds[index % kinds.count], name: name(in: organisation.province, &dice),
                email: "mau\(index + 1).\(organisation.code.lowercased())@\(domain)",
                card: "MAU-\(organisation.province)-\(organisation.code)-\(index + 1)",
                appointed: appointment(&dice))
        }
    }

    /// A few of the province's own peoples, most of them Kinh.
    private static func name(in province: String, _ dice: inout Dice) -> String {
        let own = SampleProvince.of(province)
        let people = dice.chance(own.minorityShare * 0.6) ? own.peoples.first ?? "Kinh" : "Kinh"
        return "\(PeopleNames.of(people).name(woman: dice.chance(0.5), &dice)) \(SampleOrganisation.mark)"
    }

    private static func appointment(_ dice: inout Dice) -> LegalDate {
        LegalDate(dayNumber: (LegalDate(year: 2008, month: 1, day: 1)?.dayNumber ?? 0) + dice.number(0...6_000))
    }
}
