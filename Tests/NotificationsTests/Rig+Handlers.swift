@testable import Notifications

extension Rig {
    var openedHandler: CaseOpenedHandler { CaseOpenedHandler(cases: cases, follow: follow) }
    var progressedHandler: CaseProgressedHandler { CaseProgressedHandler(cases: cases, follow: follow) }
    var finishedHandler: CaseFinishedHandler { CaseFinishedHandler(cases: cases, follow: follow) }
    var resumedHandler: CaseResumedHandler {
        CaseResumedHandler(clock: clock.wall, cases: cases, hearings: hearings, follow: follow)
    }
    var reopenedHandler: CaseReopenedHandler {
        CaseReopenedHandler(clock: clock.wall, cases: cases, hearings: hearings, changes: changes, follow: follow)
    }
    var suspendedHandler: CaseSuspendedHandler { CaseSuspendedHandler(cases: cases, follow: follow) }
    var hearingHandler: HearingChangedHandler {
        HearingChangedHandler(
            clock: clock.wall, reminders: reminders, hearings: hearings, cases: cases, helpers: helpers, write: write)
    }
    var changeHandler: HelperChangeRecordedHandler {
        HelperChangeRecordedHandler(clock: clock.wall, changes: changes, alerts: alerts)
    }
    var paperHandler: AttachmentStoredHandler { AttachmentStoredHandler(cases: cases, follow: follow) }
}
