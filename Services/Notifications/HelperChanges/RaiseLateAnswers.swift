import Database
import Directory
import Foundation
import Models
import Outbox
import Pages

/// Raises the alert of a client who asked for another helper and was not answered within three working days (circular 12/2018, Điều 9.1), and writes to the
/// organisation once. Its helper is not written to. A case that rests still owes the answer; one that has ended does not.
struct RaiseLateAnswers: Sendable {
    /// Requests in one transaction.
    private static let batch = 50
    /// Seconds after which one is looked at again whose case or organisation is not known enough, or whose client's request of before is not heard to
    /// be answered.
    private static let patience = 60.0

    let clock: WallClock
    let stalls: StallClock
    let changes: ChangeStore
    let cases: CaseStore
    let alerts: AlertStore
    let directory: Directory
    let write: WriteMail

    /// Looks at what may be late. Returns how many there were. Safe in several copies at once: each request, and its case, is locked.
    func callAsFunction(in transaction: Transaction) async throws -> Int {
        let due = try await changes.due(by: clock.now, limit: Self.batch, in: transaction)
        for change in due { try await look(at: change, in: transaction) }
        return due.count
    }

    private func look(at change: AskedChange, in transaction: Transaction) async throws {
        let now = clock.now
        let late = change.dueOn.end
        guard late <= now else { return changes.look(at: late, for: change.id, in: transaction) }
        let watched = try await cases.find(change.case, locked: true, in: transaction)
        if let watched, watched.state.hasEnded { return changes.look(at: nil, for: change.id, in: transaction) }
        guard let watched, let subject = MailSubject(watched),
            let alert = NewAlert(
                .changeLate, of: watched, workingDays: { stalls.workingDays(since: $0, to: clock.today) }, dueOn: change.dueOn, at: now),
            try await alerts.raised(.changeLate, for: watched.id, in: transaction) == nil,
            let organisation = try await directory.organisation(watched.organisation, in: transaction)
        else { return changes.look(at: now.addingTimeInterval(Self.patience), for: change.id, in: transaction) }
        alerts.raise(alert, in: transaction)
        changes.raised(alert.id, of: change.id, in: transaction)
        try transaction.audit(.own("alert.raised", "alert", alert.id.uuid, watched.organisation), at: now)
        write(.changeLate, because: change.id.uuid, to: Addressee(organisation), about: subject, in: transaction) { t in
            ["date": t.formats.date(change.dueOn)]
        }
    }
}
