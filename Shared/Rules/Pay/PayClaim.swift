package import Foundation
package import Models

/// Work that a helper entered and asks pay for (bảng kê thời gian thực tế; circular 02/2021, Điều 3.3).
package struct PayClaim: Sendable {
    package let entry: UUID
    package let helper: HelperID
    package let date: LegalDate
    /// Whether it counts against the cap of preparation.
    package let isPreparation: Bool
    /// Half-days.
    package let claimed: Decimal
    /// As the appraisal of time accepted them; nil: not appraised yet (circular 12/2018, Điều 12).
    package let accepted: Decimal?

    package init(entry: UUID, helper: HelperID, date: LegalDate, isPreparation: Bool, claimed: Decimal, accepted: Decimal?) {
        self.entry = entry
        self.helper = helper
        self.date = date
        self.isPreparation = isPreparation
        self.claimed = claimed
        self.accepted = accepted
    }
}

/// The figures of a whole case that the appraisal of time takes from the annexes of circular 02/2021; nil where it has not said them.
package struct CaseFigures: Sendable {
    /// Half-days of preparation at most.
    package let preparationLimit: Decimal?
    /// Half-days that its lump sum comes to, over all its stages.
    package let lumpLimit: Decimal?
    /// Why that is raised: a key of the pack.
    package let lumpRaise: String?

    package init(preparationLimit: Decimal? = nil, lumpLimit: Decimal? = nil, lumpRaise: String? = nil) {
        self.preparationLimit = preparationLimit
        self.lumpLimit = lumpLimit
        self.lumpRaise = lumpRaise
    }
}

/// What a helper is paid by, and the figures that the appraisal fixes.
package struct PayTerms: Sendable {
    package let helper: HelperID
    package let kind: HelperKind
    package let basis: PayBasis
    /// Half-days of a lump sum, from the annex of circular 02/2021.
    package let lumpHalfDays: Decimal?
    /// Written advice, and what each is worth in base wages (Decree 144/2017, Điều 13.4).
    package let documents: Int?
    package let documentRate: Decimal?

    package init(
        helper: HelperID, kind: HelperKind, basis: PayBasis, lumpHalfDays: Decimal? = nil, documents: Int? = nil,
        documentRate: Decimal? = nil
    ) {
        self.helper = helper
        self.kind = kind
        self.basis = basis
        self.lumpHalfDays = lumpHalfDays
        self.documents = documents
        self.documentRate = documentRate
    }
}

/// Theo buổi làm việc thực tế hay khoán chi vụ việc: chosen in writing on assignment, and not changed after it (circular 02/2021, Điều 9.1).
package enum PayBasis: String, CaseIterable, Codable, Sendable {
    case sessions
    case lumpSum = "lump_sum"
}
