import Database
import Foundation
import Models
import Outbox
import Pages

/// A hearing was fixed, changed, or is over. Its helper is written to at once where it was moved or will not be, also while the case rests; reminders follow what holds. What
/// comes to be heard after something newer, or after the hour itself, is not mailed.
struct HearingChangedHandler: MessageHandler {
    let clock: WallClock
    let reminders: ReminderClock
    let hearings: HearingStore
    let cases: CaseStore
    let helpers: HelperStore
    let write: WriteMail

    func handle(_ message: HearingChanged, _ envelope: Envelope, in transaction: Transaction) async throws {
        let now = clock.now
        guard try await hearings.keep(message, version: envelope.version, lookAt: now, in: transaction),
            let kind = Self.mail(of: message, at: now)
        else { return }
        guard let watched = try await cases.find(message.case, in: transaction), let subject = MailSubject(watched) else {
            throw RetryLater("case \(message.case) is not known yet")
        }
        guard !watched.state.hasEnded, let id = watched.helper else { return }
        guard let helper = try await helpers.find(id, in: transaction) else { throw RetryLater("helper \(id) is not known yet") }
        // Whoever is told of the new hour needs no reminder that was due before.
        if kind == .hearingMoved, let due = reminders.due(message.startsAt, by: now) {
            hearings.remind(
                envelope.id, of: message.hearing, at: message.startsAt, to: id, workingDays: due.workingDays, now: now, in: transaction)
        }
        write(kind, because: envelope.id, to: Addressee(helper), about: subject, in: transaction) { t in
            [
                "hearing": reminders.title(of: message.kind, at: message.startsAt, t), "time": t.formats.dateTime(message.startsAt),
                "before": message.movedFrom.map(t.formats.dateTime) ?? "",
            ]
        }
    }

    /// What is written of it at once; nil: nothing.
    private static func mail(of message: HearingChanged, at now: Date) -> MailKind? {
        guard message.startsAt > now else { return nil }
        switch message.state {
        case .scheduled: return message.movedFrom == nil ? nil : .hearingMoved
        // The one that it was adjourned to is told of as moved.
        case .adjourned: return message.next == nil ? .hearingCancelled : nil
        case .withdrawn: return .hearingCancelled
        case .held: return nil
        }
    }
}
