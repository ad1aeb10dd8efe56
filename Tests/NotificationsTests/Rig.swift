import Database
import Directory
import Foundation
import Logging
import Models
import Pages
import Rules
import ServiceKit
import TestKit

@testable import Notifications
@testable import Outbox

/// The service's operations on a database of the test's own, with a clock that is moved by hand and two organisations with a helper each.
struct Rig: Sendable {
    let server: TestDatabase
    let clock: TestClock
    let centre = OrganisationID(at: Date())
    let stranger = OrganisationID(at: Date())
    let helper = HelperID(at: Date())
    let cases = CaseStore()
    let alerts = AlertStore()
    let emails = EmailStore()
    let helpers = HelperStore()
    let hearings = HearingStore()
    let changes = ChangeStore()
    let directory = Directory()
    let doorbell = Doorbell()
    let rules: RulePacks
    let write: WriteMail
    let outbox: Outbox

    var database: Database { server.database }

    init(on date: String = "2026-03-02") async throws {
        server = try await TestDatabase.make(
            .notifications,
            migrations: try ServiceMain.migrationSets(of: .notifications, folder: App.migrations, keepsDirectory: true))
        clock = TestClock(date)
        rules = try RulePacks.load()
        outbox = Outbox(clock: clock.wall)
        let renderer = try PageRenderer()
        write = WriteMail(
            clock: clock.wall, vietnamese: renderer.sentences(.vi), english: renderer.sentences(.en), publicURL: "http://bridge.example",
            emails: emails, doorbell: doorbell)
        try await hear(organisation(centre, code: "TT"), OrganisationChangedHandler(directory))
        try await hear(organisation(stranger, code: "TTX"), OrganisationChangedHandler(directory))
        try await hear(helperChanged(), HelperChangedHandler(helpers: helpers))
    }

    var stalls: StallClock { StallClock(rules: rules) }
    var follow: FollowCase { FollowCase(clock: clock.wall, stalls: stalls, cases: cases, alerts: alerts, outbox: outbox) }
    var raise: RaiseStalled {
        RaiseStalled(
            clock: clock.wall, stalls: stalls, cases: cases, alerts: alerts, helpers: helpers, directory: directory, outbox: outbox,
            write: write)
    }
    var watch: ClockWatch {
        let raise = raise
        return ClockWatch(database: database, subject: "cases that stand still", logger: Logger(label: "test")) { try await raise(in: $0) }
    }
    var reminders: ReminderClock { ReminderClock(rules: rules) }
    var hearingWatch: ClockWatch {
        let remind = RemindOfHearings(
            clock: clock.wall, reminders: reminders, hearings: hearings, cases: cases, helpers: helpers, write: write)
        return ClockWatch(database: database, subject: "hearings to come", logger: Logger(label: "test")) { try await remind(in: $0) }
    }
    var answerWatch: ClockWatch {
        let raise = RaiseLateAnswers(
            clock: clock.wall, stalls: stalls, changes: changes, cases: cases, alerts: alerts, directory: directory, write: write)
        return ClockWatch(database: database, subject: "answers that are late", logger: Logger(label: "test")) { try await raise(in: $0) }
    }
    var lost: LostPaper {
        LostPaper(clock: clock.wall, rules: rules, cases: cases, helpers: helpers, directory: directory, write: write)
    }
    var assigned: CaseAssignedHandler {
        CaseAssignedHandler(clock: clock.wall, cases: cases, helpers: helpers, hearings: hearings, follow: follow, write: write)
    }
    var waits: NoHelperFoundHandler { NoHelperFoundHandler(cases: cases, directory: directory, write: write) }

    /// Lets a handler hear a message in a transaction, as the inbox does.
    func hear<Handler: MessageHandler>(
        _ message: Handler.Received, _ handler: Handler, version: Int = 1, attempts: Int = 0, id: UUID = UUID()
    ) async throws {
        let name = Handler.Received.name
        let envelope = Envelope(
            id: id, name: name, aggregate: message.aggregate, version: version, producer: name.producer, traceparent: nil,
            attempts: attempts)
        try await database.transaction(.service) { try await handler.handle(message, envelope, in: $0) }
    }

    func sender(_ transport: any MailTransport) throws -> MailSender {
        let from = MailAddress(text: "Cầu Nối <caunoi@bridge.example>")
        guard let from else { throw CocoaError(.formatting) }
        let logger = Logger(label: "test")
        let delivery = DeliverMail(
            clock: clock.wall, sender: from, transport: transport, database: database, emails: emails, outbox: outbox, logger: logger)
        return MailSender(database: database, emails: emails, delivery: delivery, doorbell: doorbell, logger: logger)
    }

    /// The messages in the outbox called `name`, as `aggregate version`, in order.
    func told(_ name: MessageName) async throws -> [String] {
        try await database.transaction(.service) { transaction in
            try await transaction.rows("select aggregate, version from outbox where name = \(name) order by position").map {
                "\(Identifier<Entity>(try $0.get("aggregate", as: UUID.self))) \(try $0.get("version", as: Int.self))"
            }
        }
    }

    /// The mails that were written, as `kind → audience`, by kind.
    func mails() async throws -> [String] {
        try await database.transaction(.service) { transaction in
            try await transaction.rows("select kind, audience from emails order by kind, audience, id").map {
                "\(try $0.get("kind", as: String.self)) → \(try $0.get("audience", as: String.self))"
            }
        }
    }

    /// The alerts of a case, the newest first.
    func alerts(of id: CaseID) async throws -> [Alert] {
        let scope = Scope.organisations([centre])
        return try await database.transaction(scope) {
            try await alerts.list(AlertFilter(case: id), PageRequest(limit: 20), within: scope, in: $0)
        }
    }

    func states(of id: CaseID) async throws -> [String] {
        try await database.transaction(.service) { transaction in
            try await transaction.rows("select state from alerts where case_id = \(id) order by id").map { try $0.get("state") }
        }
    }
}
