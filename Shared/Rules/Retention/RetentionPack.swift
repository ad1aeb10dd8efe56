package import Models

/// How long records are kept that are no dossier.
package struct RetentionPack: ReadablePack {
    package let head: PackHead
    private let auditTrailYears: Int

    init(head: PackHead, from entry: inout PackEntry) throws {
        self.head = head
        let years = try entry.required("audit_trail_years")
        auditTrailYears = try years.integer()
        guard auditTrailYears >= 1 else { throw years.error("a trail is kept for a year at least", "Write whole years, 1 or more.") }
    }

    /// The first day of the audit trail that is kept; nil where everything is, since the rule is not confirmed.
    package func auditTrailBegins(on today: LegalDate) -> LegalDate? {
        guard confirmed else { return nil }
        // Of 29 February, a year without one keeps the 28th.
        return LegalDate(year: today.year - auditTrailYears, month: today.month, day: today.day)
            ?? LegalDate(year: today.year - auditTrailYears, month: today.month, day: today.day - 1)
    }
}
