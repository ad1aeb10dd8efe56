package import Models

/// Lượt người: one client in one case accepted in the period, as biểu 24 counts.
package struct PersonTurn: Hashable, Sendable {
    package var field: LegalField
    package var form: AidForm
    package var gender: Gender
    package var countedAs: Category
    package var poorAndEthnicMinority: Bool

    package init(field: LegalField, form: AidForm, gender: Gender, countedAs: Category, poorAndEthnicMinority: Bool) {
        self.field = field
        self.form = form
        self.gender = gender
        self.countedAs = countedAs
        self.poorAndEthnicMinority = poorAndEthnicMinority
    }
}

/// Vụ việc: one case handled in the period, as biểu 25 counts.
package struct CaseTurn: Hashable, Sendable {
    /// How it stands at the end of the period.
    package enum Ending: Hashable, Sendable {
        case open
        /// Finished within the period, by the helper of the last day (nil: nobody was assigned).
        case finished(Performer?)
        /// Stopped within the period, or given to another organisation: not gone on with here.
        case stopped
    }

    package var field: LegalField
    package var form: AidForm
    /// Accepted before the period and still open at its start; else newly accepted in it.
    package var carriedOver: Bool
    package var ending: Ending

    package init(field: LegalField, form: AidForm, carriedOver: Bool, ending: Ending) {
        self.field = field
        self.form = form
        self.carriedOver = carriedOver
        self.ending = ending
    }
}
