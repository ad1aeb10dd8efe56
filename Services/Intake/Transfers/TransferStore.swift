import Database
import Directory
import Foundation
import Models

/// The SQL of what went from one organisation to another: both see it.
struct TransferStore: Sendable {
    private static let columns: SQL =
        """
        request, organisation, province, title, sender, sender_title, sender_case, sender_code, origin_case, passing, ground, note, papers, at, \
        by, outcome, answered_on, answer_code, answer_receiver, later_by, later_outcome, later_on, later_code, later_receiver
        """

    func insert(_ transfer: Transfer, of request: RequestRecord, to receiver: Organisation, in transaction: Transaction) throws {
        let papers = try JSONParameter(transfer.papers)
        transaction.later(
            """
            insert into transfers (request, organisation, province, title, sender, sender_province, sender_title, sender_request, sender_case,
                sender_code, origin_case, passing, ground, note, papers, at, by)
            values (\(transfer.request), \(receiver.id), \(receiver.province), \(receiver.title), \(transfer.sender), \(request.province),
                \(transfer.senderTitle), \(request.id), \(transfer.case), \(transfer.code), \(transfer.origin),
                \(transfer.passing), \(transfer.ground), \(transfer.note), \(papers), \(transfer.at), \(transfer.by))
            """)
    }

    /// Keeps what became of it. False where that was told before.
    func answer(_ request: RequestID, _ answer: TransferAnswer, in transaction: Transaction) async throws -> Bool {
        try await transaction.execute(
            """
            update transfers
            set outcome = \(answer.outcome), answered_on = \(answer.answeredOn), answer_code = \(answer.code), answer_receiver = \(answer.to)
            where request = \(request) and outcome is null
            """) == 1
    }

    /// Lets those who passed it on before see it too, unless something later was told already.
    func answerLater(
        _ request: RequestID, _ answer: TransferAnswer, by receiver: String, passing: Int, in transaction: Transaction
    ) {
        transaction.later(
            """
            with recursive earlier as (
                select sender_request as request from transfers where request = \(request) and sender_case is null
                union all
                select transfers.sender_request
                from earlier join transfers on transfers.request = earlier.request
                where transfers.sender_case is null
            )
            update transfers
            set later_passing = \(passing), later_by = \(receiver), later_outcome = \(answer.outcome), later_on = \(answer.answeredOn),
                later_code = \(answer.code), later_receiver = \(answer.to)
            from earlier
            where transfers.request = earlier.request and coalesce(transfers.later_passing, 0) < \(passing)
            """)
    }

    /// How a request came from elsewhere; nil where it did not.
    func arrival(of id: RequestID, in transaction: Transaction) async throws -> Transfer? {
        try await transaction.first("select \(Self.columns) from transfers where request = \(id)")
    }

    /// Where a request went; nil where it did not go on by name.
    func departure(of id: RequestID, in transaction: Transaction) async throws -> Transfer? {
        try await transaction.first("select \(Self.columns) from transfers where sender_request = \(id)")
    }
}
