import Models

/// What one job counts: an organisation's cases, or those of a province whose bucket (a byte at random of the case's id) lies in a range.
struct JobPart: Hashable, Sendable {
    static let allBuckets = 0...255
    /// About how many facts one job of a large province reads.
    static let usualSize = 40_000
    private static let mostParts = 64

    let organisation: OrganisationID?
    let province: String?
    let buckets: ClosedRange<Int>

    init(organisation: OrganisationID?, province: String?, buckets: ClosedRange<Int>) {
        self.organisation = organisation
        self.province = province
        self.buckets = buckets
    }

    /// A province of so many facts, in as many parts as its size asks for.
    static func parts(of province: String, facts: Int, size: Int = usualSize) -> [JobPart] {
        var count = 1
        while count * size < facts, count < mostParts { count *= 2 }
        let width = allBuckets.count / count
        return (0..<count).map { JobPart(organisation: nil, province: province, buckets: $0 * width...($0 + 1) * width - 1) }
    }
}
