import Models
import Rules

/// An organisation of the samples: invented, and marked as such by „(mẫu)“ in its name.
struct SampleOrganisation: Sendable, Equatable {
    /// What marks every name.
    static let mark = "(mẫu)"

    /// Tells it from the others of a plan.
    let key: String
    let kind: OrganisationKind
    /// The key of a branch's centre.
    var parent: String?
    let province: String
    let title: String
    /// The first part of its case codes.
    let code: String
    let email: String
    /// How large a part of the country's cases comes to it.
    let weight: Double
}

extension SampleOrganisation {
    /// The share of a centre's cases that its branch receives.
    private static let branchShare = 0.2
    /// The share of all cases that comes to participating organisations.
    private static let participatingShare = 0.02

    /// The largest number of centres: as many as there were provinces before the mergers.
    static func mostCentres(_ provinces: Provinces) -> Int {
        provinces.all.reduce(0) { $0 + SampleProvince.of($1.code).formerProvinces }
    }

    /// Centres over the provinces, the largest first: one in each, then a second and third in merged ones; a branch for each merged province's
    /// first centre; at every third centre a participating organisation. Always the same for the same number.
    static func plan(centres count: Int, provinces: Provinces) -> [SampleOrganisation] {
        let ranked = provinces.all.sorted {
            let (left, right) = (SampleProvince.of($0.code).formerProvinces, SampleProvince.of($1.code).formerProvinces)
            return left == right ? $0.code < $1.code : left > right
        }
        let seats = (1...3).flatMap { number in
            ranked.filter { SampleProvince.of($0.code).formerProvinces >= number }.map { (province: $0, number: number) }
        }.prefix(count)
        return seats.enumerated().flatMap { index, seat in
            let inProvince = seats.count { $0.province.code == seat.province.code }
            let size = Double(SampleProvince.of(seat.province.code).formerProvinces) / Double(inProvince)
            return organisations(of: seat.province, number: seat.number, size: size, withParticipating: index % 3 == 0)
        }
    }

    private static func organisations(of province: Province, number: Int, size: Double, withParticipating: Bool) -> [SampleOrganisation] {
        let merged = number == 1 && SampleProvince.of(province.code).formerProvinces > 1
        let centre = centre(of: province, number: number, weight: merged ? size * (1 - branchShare) : size)
        var all = [centre]
        if merged { all.append(branch(of: centre, in: province, weight: size * branchShare)) }
        if withParticipating { all.append(participating(in: province, number: number, weight: size * 3 * participatingShare)) }
        return all
    }

    private static func centre(of province: Province, number: Int, weight: Double) -> SampleOrganisation {
        SampleOrganisation(
            key: "centre-\(province.code)-\(number)", kind: .centre, province: province.code,
            title: "Trung tâm Trợ giúp pháp lý nhà nước số \(number), \(place(province)) \(mark)", code: number == 1 ? "TT" : "TT\(number)",
            email: "tt\(number)@\(domain(province))", weight: weight)
    }

    private static func branch(of centre: SampleOrganisation, in province: Province, weight: Double) -> SampleOrganisation {
        SampleOrganisation(
            key: "branch-\(province.code)-1", kind: .branch, parent: centre.key, province: province.code,
            title: "Chi nhánh số 1, Trung tâm số 1, \(place(province)) \(mark)", code: "CN1", email: "cn1@\(domain(province))",
            weight: weight)
    }

    /// By turns under contract with the Sở and registered (Law 11/2017, Điều 10).
    private static func participating(in province: Province, number: Int, weight: Double) -> SampleOrganisation {
        let contracted = (province.code.last?.wholeNumberValue ?? 0).isMultiple(of: 2)
        let title = contracted ? "Công ty Luật TNHH Công Tâm" : "Trung tâm Tư vấn pháp luật Hội Luật gia"
        return SampleOrganisation(
            key: "participating-\(province.code)-\(number)", kind: contracted ? .contracted : .registered, province: province.code,
            title: "\(title), \(place(province)) \(mark)", code: "TC\(number)", email: "tc\(number)@\(domain(province))", weight: weight)
    }

    private static func place(_ province: Province) -> String {
        let name = province.name.vi
        if name.hasPrefix("Thành phố") { return name }
        return "\(province.kind == .city ? "thành phố" : "tỉnh") \(name)"
    }

    /// A domain that no one can own (RFC 2606, section 3).
    static func domain(_ province: Province) -> String {
        "\(province.name.en.lowercased().filter { $0.isASCII && $0.isLetter }).example.org"
    }
}
