import Crypto
import Foundation
import Models

/// Draws the sample of a plan (circular 12/2018, Điều 15.1): by chance, but again the same by the same seed from the same population, on any machine. Cases are
/// put in the order of the SHA-256 of seed and case; the first of each helper come in, so that everybody has a case that is evaluated, then the rest in that order until the
/// share is reached.
struct DrawSample: Sendable {
    struct Member: Sendable {
        let id: CaseID
        let helper: HelperID?
    }

    let seed: String
    let percent: Double

    /// How many make the share, at least one.
    func target(of population: Int) -> Int { population == 0 ? 0 : max(1, Int((Double(population) * percent / 100).rounded(.up))) }

    /// The drawn cases in the order of the draw: more than the share where there are more helpers.
    func callAsFunction(_ population: [Member]) -> [CaseID] {
        let ordered = population.map { (member: $0, rank: rank($0.id)) }.sorted { $0.rank.lexicographicallyPrecedes($1.rank) }.map(\.member)
        var covered: Set<HelperID> = []
        let first = ordered.filter { member in member.helper.map { covered.insert($0).inserted } ?? false }
        let taken = Set(first.map(\.id))
        let rest = ordered.filter { !taken.contains($0.id) }.prefix(max(0, target(of: population.count) - first.count))
        return (first + rest).map(\.id)
    }

    private func rank(_ id: CaseID) -> [UInt8] { Array(SHA256.hash(data: Data("\(seed):\(id)".utf8))) }
}
