import Models
import Rules

/// How often each kind of client comes in a province with a form of aid, such that the country's proportions hold: of forms, and of categories.
struct ProfileWeights: Sendable {
    private let profiles: [ClientProfile]
    /// The share of minorities' clients in the country, and how it is spread over the provinces.
    private let minorities: Double
    private let meanShare: Double

    /// At most this part of a province's clients are minorities' of especially difficult areas.
    private static let ceiling = 0.85

    /// - Parameter known: the categories in force; clients of others do not come.
    init(known: Set<Models.Category>, provinces: Provinces) {
        let kept = ClientProfile.all.filter { known.isSuperset(of: $0.categories) }
        profiles = kept
        minorities = Self.share(kept) { $0.isMinority }
        let places = provinces.all.map { SampleProvince.of($0.code) }
        let size = places.reduce(0) { $0 + $1.formerProvinces }
        meanShare = places.reduce(0) { $0 + Double($1.formerProvinces) * $1.minorityShare } / Double(max(1, size))
    }

    /// The kinds of clients of a province and form, by weight.
    func clients(of province: SampleProvince, with form: AidForm) -> [Weighted<ClientProfile>] {
        let here = spread(over: province)
        let bound = here.filter(\.value.needsProceedings).reduce(0) { $0 + $1.weight }
        let litigation = NationalFigures.litigationShare
        return here.compactMap { client in
            if form != .litigation { return client.value.needsProceedings ? nil : client }
            // Who comes with proceedings only, comes here only; of the others so many that the share of litigation is right.
            let weight = client.value.needsProceedings ? client.weight : client.weight * (litigation - bound) / (1 - bound)
            return Weighted(client.value, weight)
        }
    }

    /// Parts of 1: minorities' clients by the province's share of them, the others in the rest.
    private func spread(over province: SampleProvince) -> [Weighted<ClientProfile>] {
        let all = profiles.reduce(0) { $0 + $1.weight }
        let here = province.peoples.isEmpty || meanShare == 0 ? 0 : min(Self.ceiling, minorities * province.minorityShare / meanShare)
        return profiles.map { profile in
            let factor = profile.isMinority ? here / minorities : (1 - here) / (1 - minorities)
            return Weighted(profile, profile.weight / all * factor)
        }
    }

    private static func share(_ profiles: [ClientProfile], _ matches: (ClientProfile) -> Bool) -> Double {
        profiles.filter(matches).reduce(0) { $0 + $1.weight } / profiles.reduce(0) { $0 + $1.weight }
    }
}
