package import Models

/// Sổ thụ lý: how cases are numbered and coded (circular 12/2018, Điều 11.1).
package struct RegisterPack: ReadablePack {
    /// What a series of numbers is kept apart by, besides the organisation.
    package enum Scope: String, Sendable, CaseIterable {
        /// One book a year for all forms of aid.
        case organisationYear = "organisation_year"
        /// Each form of aid counts on its own.
        case organisationFormYear = "organisation_form_year"
    }

    package let head: PackHead
    package let scope: Scope
    /// Numbers are padded with zeros to this many digits.
    package let minimumDigits: Int

    init(head: PackHead, from entry: inout PackEntry) throws {
        self.head = head
        scope = try entry.required("scope").choice()
        minimumDigits = try entry.integer("minimum_digits")
    }

    /// The name of the series that gives the next number, unique within the organisation: `2026`, or `2026.TGTT`.
    package func series(form: AidForm, receivedOn date: LegalDate) -> String {
        switch scope {
        case .organisationYear: String(date.year)
        case .organisationFormYear: "\(date.year).\(form.code)"
        }
    }

    /// Mã số hồ sơ: `TT.TV.01.2018`. `organisation` is its short name in codes; the year is the one of reception.
    package func code(organisation: String, form: AidForm, number: Int, receivedOn date: LegalDate) -> String {
        let digits = String(number)
        let padded = String(repeating: "0", count: max(0, minimumDigits - digits.count)) + digits
        return "\(organisation).\(form.code).\(padded).\(date.year)"
    }
}
