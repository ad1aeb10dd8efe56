/// One other case that the conflict search found, without names.
package struct CaseConflict: Codable, Sendable, Equatable {
    package var `case`: CaseID
    package var verdict: ConflictVerdict
    /// Likeness, 0 to 1.
    package var score: Double

    package init(case: CaseID, verdict: ConflictVerdict, score: Double) {
        self.case = `case`
        self.verdict = verdict
        self.score = score
    }
}
