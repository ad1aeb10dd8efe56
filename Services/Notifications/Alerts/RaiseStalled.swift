import Database
import Directory
import Foundation
import Models
import Outbox
import Pages

/// Raises the alert of a case that stands still, or rests beyond the day by which it was to go on, tells the other services, and writes to its helper and
/// its organisation.
struct RaiseStalled: Sendable {
    /// Cases in one transaction.
    private static let batch = 50

    let clock: WallClock
    let stalls: StallClock
    let cases: CaseStore
    let alerts: AlertStore
    let helpers: HelperStore
    let directory: Directory
    let outbox: Outbox
    let write: WriteMail

    /// Looks at the cases whose clock has run out. Returns how many there were. Safe in several copies at once: each case is locked, and its
    /// clock stands once its alert is raised.
    func callAsFunction(in transaction: Transaction) async throws -> Int {
        let today = clock.today
        let due = try await cases.runOut(by: today, limit: Self.batch, in: transaction)
        for watched in due {
            // The packs may have changed since the day was reckoned: a holiday was added, say.
            if let stallsOn = stalls.stallsOn(watched), stallsOn <= today {
                try await raise(watched, on: today, in: transaction)
            } else {
                cases.setStallsOn(stalls.stallsOn(watched), of: watched.id, in: transaction)
            }
        }
        return due.count
    }

    private func raise(_ watched: WatchedCase, on today: LegalDate, in transaction: Transaction) async throws {
        let now = clock.now
        guard let subject = MailSubject(watched),
            let alert = NewAlert(.caseStalled, of: watched, workingDays: { stalls.workingDays(since: $0, to: today) }, at: now)
        else { return }
        cases.setStallsOn(nil, of: watched.id, in: transaction)
        alerts.raise(alert, in: transaction)
        try outbox.publish(
            CaseStalled(
                case: watched.id, organisation: watched.organisation, helper: watched.helper, lastProgressOn: alert.lastMovementOn,
                workingDays: alert.workingDays, occurredAt: now, recordedAt: now),
            version: watched.told + 1, in: transaction)
        cases.countTold(watched.id, in: transaction)
        try transaction.audit(.own("alert.raised", "alert", alert.id.uuid, watched.organisation), at: now)
        for addressee in try await addressees(of: watched, in: transaction) {
            if let until = alert.suspendedUntil {
                write(.suspensionOverdue, because: alert.id.uuid, to: addressee, about: subject, in: transaction) { t in
                    ["date": t.formats.date(until)]
                }
            } else {
                write(.caseStalled, because: alert.id.uuid, to: addressee, about: subject, in: transaction) { t in
                    ["days": String(alert.workingDays), "date": t.formats.date(alert.lastMovementOn)]
                }
            }
        }
    }

    private func addressees(of watched: WatchedCase, in transaction: Transaction) async throws -> [Addressee] {
        var addressees: [Addressee] = []
        if let id = watched.helper, let helper = try await helpers.find(id, in: transaction) { addressees.append(Addressee(helper)) }
        if let organisation = try await directory.organisation(watched.organisation, in: transaction) {
            addressees.append(Addressee(organisation))
        }
        return addressees
    }
}
