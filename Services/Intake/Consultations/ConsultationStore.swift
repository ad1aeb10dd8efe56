import Database
import Foundation
import Models
import ServiceKit

/// The SQL of the book of simple questions.
struct ConsultationStore: Sendable {
    private static let columns: SQL = """
        id, organisation, number, channel, client_name, client_gender, client_phone, categories, field, question, answer, given_on, given_by,
        recorded_at
        """

    func insert(_ new: NewConsultation, in transaction: Transaction) {
        let draft = new.draft
        transaction.later(
            """
            insert into consultations (id, organisation, province, series, number, channel, client_name, client_name_key, client_gender,
                client_phone, categories, field, question, answer, given_on, given_by, recorded_at)
            values (\(new.id), \(new.organisation), \(new.province), \(new.series), \(new.number), \(draft.channel), \(draft.clientName),
                \(NameKey.fold(draft.clientName)), \(draft.clientGender), \(draft.clientPhone), \(draft.categories), \(draft.field),
                \(draft.question), \(draft.answer), \(new.givenOn), \(new.givenBy), \(new.recordedAt))
            """)
    }

    /// One of them; nil where there is none within the scope.
    func find(_ id: ConsultationID, in transaction: Transaction) async throws -> Consultation? {
        try await transaction.first("select \(Self.columns) from consultations where id = \(id)")
    }

    /// The newest first, after `page.after` (recorded_at, id).
    func list(_ page: PageRequest, within scope: Scope, in transaction: Transaction) async throws -> [Consultation] {
        let after: SQL =
            page.after.flatMap { cursor in
                cursor.instant(at: 0).flatMap { at in ConsultationID(cursor.keys[1]).map { "and (recorded_at, id) < (\(at), \($0))" } }
            } ?? ""
        return try await transaction.all(
            scope.first("order by recorded_at desc, id desc limit \(page.limit + 1)") { tenant in
                "select \(Self.columns) from consultations where \(tenant) \(after)"
            })
    }
}

/// A line about to be written into the book.
struct NewConsultation: Sendable {
    let id: ConsultationID
    let organisation: OrganisationID
    let province: String
    let series: String
    let number: Int
    let draft: ConsultationDraft
    let givenOn: LegalDate
    let givenBy: String
    let recordedAt: Date
}
