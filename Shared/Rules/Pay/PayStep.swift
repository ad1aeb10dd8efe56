package import Foundation
package import Models

/// One step of reckoning what a helper is paid, with the article that it follows.
package struct PayStep: Sendable, Encodable {
    package enum Kind: String, Sendable, CaseIterable, Codable {
        /// Half-days entered.
        case claimed
        /// Half-days that the appraisal accepted.
        case accepted
        /// What is left of them after the cap of preparation.
        case preparation
        /// The cap of preparation is not known, so none was applied.
        case preparationOpen = "preparation_open"
        /// What is left after the cap of the case, which its helpers share.
        case limit
        /// Half-days × rate × base wage.
        case halfDays = "half_days"
        /// Half-days of the lump sum × rate, in base wages.
        case lumpSum = "lump_sum"
        /// The lump sum of the whole case, which bounds what its helpers get together: half-days of the annex × rate, and by how much it is raised.
        case lumpLevel = "lump_level"
        /// The half-days of the annex are not known: only the most of the decree bounds it.
        case lumpLevelOpen = "lump_level_open"
        /// Within the least and the most that lump sums of one case come to.
        case lumpBounds = "lump_bounds"
        /// Base wages × the base wage.
        case wages
        /// Documents × rate × base wage.
        case documents
        /// The part that this kind of helper is paid.
        case share
        /// The decree has no pay for this.
        case none
    }

    package enum Unit: String, Sendable, CaseIterable, Codable {
        case halfDays = "half_days"
        case baseWages = "base_wages"
        case dong
    }

    package let kind: Kind
    /// What was multiplied; empty where nothing was.
    package let factors: [Decimal]
    package let result: Decimal
    package let unit: Unit
    package let article: String
    /// From when the base wage holds that was taken; nil where none was.
    package let wageFrom: LegalDate?

    init(_ kind: Kind, of factors: [Decimal] = [], _ result: Decimal, _ unit: Unit, _ article: String, wageFrom: LegalDate? = nil) {
        self.kind = kind
        self.factors = factors
        self.result = result
        self.unit = unit
        self.article = article
        self.wageFrom = wageFrom
    }
}

/// What one helper is paid for a case, step by step.
package struct HelperPay: Sendable {
    package let helper: HelperID
    package let kind: HelperKind
    package let basis: PayBasis
    package let steps: [PayStep]
    /// Whole đồng; nil where the decree has none, or a figure is missing.
    package let dong: Int?
    /// Half-days paid for each entry.
    package let paid: [UUID: Decimal]
}
