import Directory
import Foundation
import Models
import Outbox
import Pages
import ServiceKit

extension App {
    /// Wires the service: stores → operations → routes, pages, handlers, and the two loops.
    static func build(_ house: House) async throws -> Parts {
        let directory = Directory()
        let cases = CaseStore()
        let helpers = HelperStore()
        let alerts = AlertStore()
        let emails = EmailStore()
        let stalls = StallClock(rules: house.rules)
        let doorbell = Doorbell()

        let renderer = try PageRenderer(templates: templates)
        let write = WriteMail(
            clock: house.clock, vietnamese: renderer.sentences(.vi), english: renderer.sentences(.en),
            publicURL: house.configuration.publicURL, emails: emails, doorbell: doorbell)
        let follow = FollowCase(clock: house.clock, stalls: stalls, cases: cases, alerts: alerts, outbox: house.outbox)
        let raise = RaiseStalled(
            clock: house.clock, stalls: stalls, cases: cases, alerts: alerts, helpers: helpers, directory: directory, outbox: house.outbox,
            write: write)
        let changes = ChangeStore()
        let raiseLateAnswers = RaiseLateAnswers(
            clock: house.clock, stalls: stalls, changes: changes, cases: cases, alerts: alerts, directory: directory, write: write)
        let hearings = HearingStore()
        let reminders = ReminderClock(rules: house.rules)
        let remind = RemindOfHearings(
            clock: house.clock, reminders: reminders, hearings: hearings, cases: cases, helpers: helpers, write: write)
        let lost = LostPaper(
            clock: house.clock, rules: house.rules, cases: cases, helpers: helpers, directory: directory, write: write)
        let delivery = DeliverMail(
            clock: house.clock, sender: try sender(house.configuration), transport: try transport(house.configuration),
            database: house.database, emails: emails, outbox: house.outbox, logger: house.logger)

        let desk = AlertDesk(clock: house.clock, database: house.database, cases: cases, alerts: alerts, stalls: stalls)
        let routes = AlertRoutes(database: house.database, desk: desk)
        let pages = AlertPages(database: house.database, renderer: renderer, desk: desk)
        return Parts(
            routes: { router in
                routes.add(to: router)
                pages.add(to: router)
            },
            handlers: [
                OrganisationChangedHandler(directory),
                HelperChangedHandler(helpers: helpers),
                CaseOpenedHandler(cases: cases, follow: follow),
                CaseProgressedHandler(cases: cases, follow: follow),
                DossierChangedHandler(cases: cases),
                UnheededHandler<PartiesChanged>(), UnheededHandler<CaseCorrected>(),
                CaseFinishedHandler(cases: cases, follow: follow),
                CaseStoppedHandler(cases: cases, follow: follow),
                CaseHandedOverHandler(cases: cases, follow: follow),
                CaseSuspendedHandler(cases: cases, follow: follow),
                CaseResumedHandler(clock: house.clock, cases: cases, hearings: hearings, follow: follow),
                CaseReopenedHandler(clock: house.clock, cases: cases, hearings: hearings, changes: changes, follow: follow),
                CaseTransferredHandler(cases: cases, follow: follow),
                CaseArchivedHandler(cases: cases, follow: follow),
                CaseAssignedHandler(
                    clock: house.clock, cases: cases, helpers: helpers, hearings: hearings, follow: follow, write: write),
                HearingChangedHandler(
                    clock: house.clock, reminders: reminders, hearings: hearings, cases: cases, helpers: helpers, write: write),
                HelperChangeRecordedHandler(clock: house.clock, changes: changes, alerts: alerts),
                NoHelperFoundHandler(cases: cases, directory: directory, write: write),
                AttachmentStoredHandler(cases: cases, follow: follow),
                AttachmentRejectedHandler(lost: lost),
                UploadExpiredHandler(lost: lost),
                AccountLinkIssuedHandler(write: write),
            ],
            services: [
                ClockWatch(database: house.database, subject: "cases that stand still", logger: house.logger) {
                    try await raise(in: $0)
                },
                ClockWatch(database: house.database, subject: "answers that are late", logger: house.logger) {
                    try await raiseLateAnswers(in: $0)
                },
                ClockWatch(database: house.database, subject: "hearings to come", logger: house.logger) { try await remind(in: $0) },
                MailSender(database: house.database, emails: emails, delivery: delivery, doorbell: doorbell, logger: house.logger),
            ],
            problemPage: { problem, request, context in try renderer.problem(problem, request, context) })
    }

    /// The mail server where one is named, else a folder in the data folder.
    private static func transport(_ configuration: ServiceConfiguration) throws -> any MailTransport {
        guard let url = configuration.mailURL else { return Maildir(folder: configuration.data.appending(path: "mail")) }
        return SMTPTransport(
            try SMTPServer(
                url: url, username: configuration.mailUsername, password: configuration.mailPassword, authorities: configuration.mailCAFile)
        )
    }

    private static func sender(_ configuration: ServiceConfiguration) throws -> MailAddress {
        guard let sender = MailAddress(text: configuration.mailFrom) else {
            throw ConfigurationError("CAUNOI_MAIL_FROM is “\(configuration.mailFrom)”, which is no address of mail")
        }
        return sender
    }
}
