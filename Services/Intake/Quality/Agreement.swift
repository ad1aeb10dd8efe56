import Foundation
import Models
import Rules

/// How far two blind reviewers agree: on each criterion, and on the grades.
struct Agreement: Encodable, Sendable {
    struct Criterion: Encodable, Sendable {
        let criterion: String
        /// The share of rounds in which both gave the same points.
        let same: Double
        /// By how many points they differ on the average.
        let meanDifference: Double
    }

    /// Rounds that two have scored.
    let rounds: Int
    /// The share with the same grade; nil where there are none.
    let sameGrade: Double?
    /// Cohen's kappa on the grades: agreement beyond chance, 1 for all, 0 for as much as chance; nil where it has no value, because there are no rounds or
    /// all have one grade.
    let kappa: Double?
    let criteria: [Criterion]

    init(_ pairs: [(QualityReview, QualityReview)], criteria known: [QualityCriterion]) {
        rounds = pairs.count
        let count = Double(pairs.count)
        let observed = pairs.isEmpty ? nil : Double(pairs.count { $0.0.grade == $0.1.grade }) / count
        sameGrade = observed.map(Self.rounded)
        kappa = Self.kappa(of: pairs.map { ($0.0.grade, $0.1.grade) })
        criteria = known.compactMap { criterion in
            let both = pairs.compactMap { one, other in
                one.points[criterion.key].flatMap { first in other.points[criterion.key].map { (first, $0) } }
            }
            guard !both.isEmpty else { return nil }
            return Criterion(
                criterion: criterion.key, same: Self.rounded(Double(both.count { $0.0 == $0.1 }) / Double(both.count)),
                meanDifference: Self.rounded(both.reduce(0) { $0 + abs($1.0 - $1.1) } / Double(both.count)))
        }
    }

    /// (observed − by chance) / (1 − by chance), to the thousandth.
    static func kappa(of grades: [(String, String)]) -> Double? {
        guard !grades.isEmpty else { return nil }
        let count = Double(grades.count)
        let observed = Double(grades.count { $0.0 == $0.1 }) / count
        var byChance = 0.0
        for grade in Set(grades.flatMap { [$0.0, $0.1] }) {
            let first = Double(grades.count { $0.0 == grade })
            let second = Double(grades.count { $0.1 == grade })
            byChance += first * second / (count * count)
        }
        return byChance >= 1 ? nil : rounded((observed - byChance) / (1 - byChance))
    }

    private static func rounded(_ value: Double) -> Double { (value * 1_000).rounded() / 1_000 }
}
