package import Foundation
package import Models

extension FieldReader {
    /// A text on one line, of `length` characters.
    package func string(_ key: String, in length: ClosedRange<Int> = 1...1_000) -> String {
        required(key, placeholder: "") { value throws(FieldFault) in try FieldDecoding.text(value, length, lines: false) }
    }

    package func optionalString(_ key: String, in length: ClosedRange<Int> = 1...1_000) -> String? {
        optional(key) { value throws(FieldFault) in try FieldDecoding.text(value, length, lines: false) }
    }

    /// A text that may run over several lines, of `length` characters; line ends come as `\n`.
    package func text(_ key: String, in length: ClosedRange<Int> = 1...4_000) -> String {
        required(key, placeholder: "") { value throws(FieldFault) in try FieldDecoding.text(value, length, lines: true) }
    }

    package func optionalText(_ key: String, in length: ClosedRange<Int> = 1...4_000) -> String? {
        optional(key) { value throws(FieldFault) in try FieldDecoding.text(value, length, lines: true) }
    }

    package func int(_ key: String, in range: ClosedRange<Int> = -1_000_000_000...1_000_000_000) -> Int {
        required(key, placeholder: range.lowerBound) { value throws(FieldFault) in try FieldDecoding.int(value, range) }
    }

    package func optionalInt(_ key: String, in range: ClosedRange<Int> = -1_000_000_000...1_000_000_000) -> Int? {
        optional(key) { value throws(FieldFault) in try FieldDecoding.int(value, range) }
    }

    package func decimal(_ key: String, in range: ClosedRange<Decimal>) -> Decimal {
        required(key, placeholder: range.lowerBound) { value throws(FieldFault) in try FieldDecoding.decimal(value, range) }
    }

    package func optionalDecimal(_ key: String, in range: ClosedRange<Decimal>) -> Decimal? {
        optional(key) { value throws(FieldFault) in try FieldDecoding.decimal(value, range) }
    }

    package func bool(_ key: String) -> Bool {
        required(key, placeholder: false) { value throws(FieldFault) in try FieldDecoding.bool(value) }
    }

    package func optionalBool(_ key: String) -> Bool? {
        optional(key) { value throws(FieldFault) in try FieldDecoding.bool(value) }
    }

    /// True or false; missing or null means `fallback`, as an unticked box of a form.
    package func bool(_ key: String, default fallback: Bool) -> Bool {
        optionalBool(key) ?? fallback
    }

    /// A calendar date, `YYYY-MM-DD`.
    package func date(_ key: String, in range: ClosedRange<LegalDate>? = nil) -> LegalDate {
        required(key, placeholder: LegalDate(dayNumber: 0)) { value throws(FieldFault) in try FieldDecoding.date(value, range) }
    }

    package func optionalDate(_ key: String, in range: ClosedRange<LegalDate>? = nil) -> LegalDate? {
        optional(key) { value throws(FieldFault) in try FieldDecoding.date(value, range) }
    }

    /// A point in time, RFC 3339 with its offset. A form's `datetime-local`, which has none, is taken in Viet Nam's time.
    package func instant(_ key: String) -> Date {
        required(key, placeholder: Date(timeIntervalSince1970: 0)) { value throws(FieldFault) in try FieldDecoding.instant(value) }
    }

    package func optionalInstant(_ key: String) -> Date? {
        optional(key) { value throws(FieldFault) in try FieldDecoding.instant(value) }
    }

    package func uuid(_ key: String) -> UUID {
        required(key, placeholder: FieldDecoding.noUUID) { value throws(FieldFault) in try FieldDecoding.uuid(value) }
    }

    package func optionalUUID(_ key: String) -> UUID? {
        optional(key) { value throws(FieldFault) in try FieldDecoding.uuid(value) }
    }

    /// A typed id: `reader.id("centre", OrganisationID.self)`.
    package func id<Entity>(_ key: String, _ type: Identifier<Entity>.Type = Identifier<Entity>.self) -> Identifier<Entity> {
        Identifier(uuid(key))
    }

    package func optionalID<Entity>(_ key: String, _ type: Identifier<Entity>.Type = Identifier<Entity>.self) -> Identifier<Entity>? {
        optionalUUID(key).map { Identifier($0) }
    }
}
