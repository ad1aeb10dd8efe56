import Models
import ServiceKit

/// A helper as they are entered or changed. Email, phone, card and day of appointment may be unknown.
struct HelperDraft: Sendable {
    var kind: HelperKind
    var name: String
    var email: String?
    var phone: String?
    var cardNumber: String?
    var appointedOn: LegalDate?
    var active: Bool

    /// A new helper: `{organisation, kind, name, email, phone, card_number, appointed_on, active}`.
    init(_ reader: FieldReader, today: LegalDate) {
        kind = reader.choice("kind")
        name = reader.string("name", in: 1...200)
        email = reader.optionalEmail("email")
        phone = reader.optionalPhone("phone")
        cardNumber = reader.optionalString("card_number", in: 1...50)
        appointedOn = Self.appointment(reader, today: today)
        active = reader.bool("active", default: true)
    }

    /// A changed one: members that are left out stay as they are, null clears what may be unknown.
    init(_ reader: FieldReader, changing present: Helper, given body: JSONValue, today: LegalDate) {
        func isGiven(_ key: String) -> Bool { body[key] != nil }
        kind = isGiven("kind") ? reader.choice("kind") : present.kind
        name = isGiven("name") ? reader.string("name", in: 1...200) : present.name
        email = isGiven("email") ? reader.optionalEmail("email") : present.email
        phone = isGiven("phone") ? reader.optionalPhone("phone") : present.phone
        cardNumber = isGiven("card_number") ? reader.optionalString("card_number", in: 1...50) : present.cardNumber
        appointedOn = isGiven("appointed_on") ? Self.appointment(reader, today: today) : present.appointedOn
        active = isGiven("active") ? reader.bool("active") : present.active
    }

    private static func appointment(_ reader: FieldReader, today: LegalDate) -> LegalDate? {
        reader.optionalDate("appointed_on", in: (LegalDate(year: 1950, month: 1, day: 1) ?? today)...today)
    }
}
