import Database
import Foundation
import Models
import ServiceKit

/// The SQL of receipts.
struct ReceiptStore: Sendable {
    /// Throws 409 where this secret was given before: the same form, sent again long after.
    func insert(_ receipt: Receipt, in transaction: Transaction) async throws {
        let request = receipt.request
        let inserted = try await transaction.execute(
            """
            insert into request_receipts (request, organisation, province, number, secret_digest, given_at)
            values (\(request.id), \(request.organisation), \(request.province), \(receipt.number), \(receipt.secret.digest),
                \(request.recordedAt))
            on conflict on constraint request_receipts_secret_once do nothing
            """)
        guard inserted == 1 else {
            throw Problem.conflict(
                Bilingual(
                    vi: "Biểu mẫu này đã được gửi trước đây. Hãy mở biểu mẫu mới.", en: "This form was sent before. Please open a new one.")
            )
        }
    }

    /// The request of a secret, and with `number` of both; nil where there is none.
    func find(_ secret: SecretCode, number: String? = nil, in transaction: Transaction) async throws -> ReceivedOnline? {
        let numbered: SQL = number.map { "and request_receipts.number = \($0)" } ?? ""
        return try await transaction.first(
            """
            select requests.id, requests.organisation, organisations.title, request_receipts.number, requests.received_at, requests.state,
                requests.decided_at, requests.reason, requests.note, cases.id as case_id, cases.code,
                coalesce(transfers.later_receiver, transfers.later_by, transfers.answer_receiver, transfers.title) as receiver
            from request_receipts
            join requests on requests.id = request_receipts.request
            left join cases on cases.request = requests.id
            left join transfers on transfers.sender_request = requests.id
            left join organisations on organisations.id = requests.organisation
            where request_receipts.secret_digest = \(secret.digest) \(numbered)
            """)
    }
}
