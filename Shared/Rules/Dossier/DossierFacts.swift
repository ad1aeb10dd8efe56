/// What about a case decides which papers its dossier needs.
package struct DossierFacts: Sendable {
    /// Accepted at once: proof papers may come later (circular 12/2018, Điều 6).
    package var acceptedAtOnce: Bool
    package var especiallyDifficult: Bool
    package var forceMajeure: Bool
    /// The helper was changed.
    package var helperChanged: Bool
    /// The case was stopped (Law 11/2017, Điều 37).
    package var stopped: Bool

    package init(
        acceptedAtOnce: Bool = false,
        especiallyDifficult: Bool = false,
        forceMajeure: Bool = false,
        helperChanged: Bool = false,
        stopped: Bool = false
    ) {
        self.acceptedAtOnce = acceptedAtOnce
        self.especiallyDifficult = especiallyDifficult
        self.forceMajeure = forceMajeure
        self.helperChanged = helperChanged
        self.stopped = stopped
    }
}
