import Database
import Foundation
import Models
import Outbox
import Pages
import Rules
import ServiceKit

/// Reminds the helper whom a case has now of a hearing to come. One who gets the case late, and a hearing that is fixed late, are told of at once, by
/// the shortest reminder that is due. Nothing is written once the hearing has begun, or while the case rests or is over.
struct RemindOfHearings: Sendable {
    /// Hearings in one transaction.
    private static let batch = 50
    /// Seconds after which one is looked at again whose case or helper has not been heard of.
    private static let patience = 60.0

    let clock: WallClock
    let reminders: ReminderClock
    let hearings: HearingStore
    let cases: CaseStore
    let helpers: HelperStore
    let write: WriteMail

    /// Looks at the hearings whose time has come. Returns how many there were. Safe in several copies at once: each hearing is locked.
    func callAsFunction(in transaction: Transaction) async throws -> Int {
        let now = clock.now
        let due = try await hearings.due(by: now, limit: Self.batch, in: transaction)
        for hearing in due { try await look(at: hearing, now, in: transaction) }
        return due.count
    }

    private func look(at hearing: HeardHearing, _ now: Date, in transaction: Transaction) async throws {
        guard hearing.state == .scheduled, hearing.startsAt > now else { return hearings.look(at: nil, for: hearing.id, in: transaction) }
        hearings.look(at: reminders.next(hearing.startsAt, after: now), for: hearing.id, in: transaction)
        guard let due = reminders.due(hearing.startsAt, by: now) else { return }
        guard let watched = try await cases.find(hearing.case, in: transaction), let subject = MailSubject(watched) else {
            return hearings.look(at: now.addingTimeInterval(Self.patience), for: hearing.id, in: transaction)
        }
        guard watched.state.isOpen, let id = watched.helper else { return }
        guard let helper = try await helpers.find(id, in: transaction) else {
            return hearings.look(at: now.addingTimeInterval(Self.patience), for: hearing.id, in: transaction)
        }
        if let known = try await hearings.reminded(hearing, id, in: transaction), known <= due.workingDays { return }
        let reminder = UUID.v7(at: now)
        hearings.remind(
            reminder, of: hearing.id, at: hearing.startsAt, to: id, workingDays: due.workingDays, now: now, in: transaction)
        write(.hearingReminder, because: reminder, to: Addressee(helper), about: subject, in: transaction) { t in
            ["hearing": reminders.title(of: hearing.kind, at: hearing.startsAt, t), "time": t.formats.dateTime(hearing.startsAt)]
        }
    }
}

extension ReminderClock {
    /// What such a hearing is called by the pack of its day.
    func title(of kind: String, at startsAt: Date, _ t: Sentences) -> String {
        rules.hearingKinds(on: LegalDate(startsAt))[kind]?.title.text(t.language.rawValue) ?? kind
    }
}
