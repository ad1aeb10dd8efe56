import Foundation
import Models
import Rules
import ServiceKit

/// A score sheet as it was filled in.
struct NewReview: Sendable {
    let points: [String: Double]
    /// A prohibited act of Law 11/2017, Điều 6.1.
    let breach: Bool
    let note: String?
    /// Whether another is to score it too, blind.
    let second: Bool
    /// Of an evaluation.
    let basis: QualityRound.Basis

    /// Reads `{"points": {<criterion>: number}, "breach", "note", "second", "basis"}`; every criterion of the form needs its points, to the half.
    init(_ document: JSONValue, for form: AidForm, pack: QualityPack) throws {
        let reader = FieldReader(document)
        points = reader.object("points") { reader in
            Dictionary(
                uniqueKeysWithValues: pack.criteria(for: form).map { criterion in
                    (criterion.key, reader.decimal(criterion.key, in: 0...Decimal(criterion.points)).double)
                })
        }
        breach = reader.bool("breach", default: false)
        note = reader.optionalText("note", in: 1...4_000)
        second = reader.bool("second", default: false)
        basis = reader.optionalChoice("basis", QualityRound.Basis.self) ?? .plan
        try reader.finish()
    }
}
