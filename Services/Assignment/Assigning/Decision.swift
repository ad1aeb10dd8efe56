import Database
import Models
import ServiceKit

/// Quyết định cử người thực hiện trợ giúp pháp lý: the written decision behind an assignment.
struct Decision: Encodable, Sendable, Equatable {
    let number: String
    let date: LegalDate
    let signer: String

    /// Nil where the row has none.
    init?(_ row: Row) throws {
        guard let number = try row.get("decision_number", as: String?.self), let date = try row.get("decision_date", as: LegalDate?.self),
            let signer = try row.get("decision_signer", as: String?.self)
        else { return nil }
        self.number = number
        self.date = date
        self.signer = signer
    }

    /// From `{number, date, signer}`; the errors stay with the reader.
    init(_ reader: FieldReader) {
        number = reader.string("number", in: 1...50)
        date = reader.date("date")
        signer = reader.string("signer", in: 1...200)
    }
}
