package import Models

/// What every rule pack says of itself: from when it holds, where it comes from, and whether that is confirmed.
package struct PackHead: Hashable, Sendable, Codable {
    /// The pack's name and first day, `eligibility@2018-01-01`: what a decision records.
    package let id: String
    /// The first legal date that this version rules.
    package let validFrom: LegalDate
    /// The articles it was written from.
    package let source: String
    /// False where the source is weak or not seen; pages that use such a pack say so.
    package let confirmed: Bool
    /// What a reader should know about it.
    package let note: LocalizedText?
}

/// One version of one set of rules. The date of the fact picks the version.
package protocol Pack: Sendable {
    var head: PackHead { get }
}

extension Pack {
    package var id: String { head.id }
    package var validFrom: LegalDate { head.validFrom }
    package var source: String { head.source }
    package var confirmed: Bool { head.confirmed }
    package var note: LocalizedText? { head.note }
}
