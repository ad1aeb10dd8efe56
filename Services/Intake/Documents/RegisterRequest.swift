import Models
import ServiceKit

/// Which part of whose register is to be printed.
struct RegisterRequest: Sendable {
    let organisation: OrganisationID
    let from: LegalDate
    let to: LegalDate
    /// Which of its volumes, from 1.
    let volume: Int

    /// Reads `{organisation, from, to, volume}`; the present month of the first of `offered` where nothing is said. Throws 422, and 404 where the organisation
    /// is not one of `offered`.
    init(_ query: JSONValue, offered: [OrganisationID], today: LegalDate) throws {
        let reader = FieldReader(query, ignoring: ["notice"])
        let month = CalendarMonth(of: today)
        from = reader.optionalDate("from") ?? month.first
        to = reader.optionalDate("to") ?? max(from, min(month.last, today))
        volume = reader.optionalInt("volume", in: 1...10_000) ?? 1
        let named = reader.optionalID("organisation", OrganisationID.self)
        if reader.isSound("to"), to < from {
            reader.fail("to", code: "before_start", vi: "Ngày cuối phải sau ngày đầu.", en: "The last day lies before the first.")
        }
        try reader.finish()
        guard let organisation = named ?? offered.first, offered.contains(organisation) else { throw Problem.notFound() }
        self.organisation = organisation
    }
}
