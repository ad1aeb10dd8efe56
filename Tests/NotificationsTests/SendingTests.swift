import Database
import Foundation
import Models
import Synchronization
import Testing

@testable import Notifications

@Suite struct SendingTests {
    /// Counts what it is given, and answers as it is told.
    final class Counter: MailTransport {
        let lanes = 4
        let patience = 60
        private let sent = Mutex<[EmailID]>([])
        private let fault: MailFault?

        init(_ fault: MailFault? = nil) {
            self.fault = fault
        }

        func send(_ message: MailMessage, attempt: Int) async throws(MailFault) {
            sent.withLock { $0.append(message.id) }
            if let fault { throw fault }
        }

        var ids: [EmailID] { sent.withLock { $0 } }
    }

    @Test func whatIsWrittenIsSentOnceByAllSendersTogether() async throws {
        let rig = try await Rig()
        for _ in 0..<30 { _ = try await rig.openCase() }
        let transport = Counter()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 { group.addTask { while try await rig.sender(transport).sendDue() > 0 {} } }
            try await group.waitForAll()
        }
        while try await rig.sender(transport).sendDue() > 0 {}
        #expect(transport.ids.count == 30 && Set(transport.ids).count == 30)
        #expect(try await rig.told(EmailDelivered.name).sorted() == transport.ids.map { "\($0) 1" }.sorted())
    }

    @Test func aPassingFaultIsTriedAgainLater() async throws {
        let rig = try await Rig()
        _ = try await rig.openCase()
        let broken = Counter(.passing("451 greylisted"))
        #expect(try await rig.sender(broken).sendDue() == 1)
        #expect(try await rig.sender(broken).sendDue() == 0)
        try await rig.makeDue()
        let mended = Counter()
        #expect(try await rig.sender(mended).sendDue() == 1)
        #expect(mended.ids == broken.ids)
        #expect(try await rig.told(EmailFailed.name) == [])
        #expect(try await rig.told(EmailDelivered.name).count == 1)
    }

    @Test func aLastingFaultIsTold() async throws {
        let rig = try await Rig()
        _ = try await rig.openCase()
        #expect(try await rig.sender(Counter(.lasting("550 no such user"))).sendDue() == 1)
        #expect(try await rig.told(EmailFailed.name).count == 1)
        try await rig.makeDue()
        #expect(try await rig.sender(Counter()).sendDue() == 0)
    }

    @Test func afterFiveDaysItIsGivenUp() async throws {
        let rig = try await Rig()
        _ = try await rig.openCase()
        _ = try await rig.database.transaction(.service) {
            try await $0.execute("update emails set queued_at = clock_timestamp() - interval '121 hours'")
        }
        #expect(try await rig.sender(Counter(.passing("451"))).sendDue() == 1)
        #expect(try await rig.told(EmailFailed.name).count == 1)
    }

    @Test func aMailWhoseSenderDiedIsSentAgainUnderTheSameName() async throws {
        let rig = try await Rig()
        _ = try await rig.openCase()
        let folder = URL.temporaryDirectory.appending(path: "caunoi-mail-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        let dying = try await rig.database.transaction(.service) { try await rig.emails.claim(limit: 1, for: 60, in: $0) }
        #expect(try await rig.sender(Maildir(folder: folder)).sendDue() == 0)
        try await Maildir(folder: folder).send(rig.sender(Maildir(folder: folder)).delivery.message(try #require(dying.first)), attempt: 1)
        try await rig.makeDue()
        #expect(try await rig.sender(Maildir(folder: folder)).sendDue() == 1)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "new").path).count == 1)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "tmp").path).isEmpty)
    }

    @Test func pausesGrowToAnHour() {
        #expect((4.0...6.0).contains(DeliverMail.pause(after: 1)))
        #expect((8.0...12.0).contains(DeliverMail.pause(after: 2)))
        #expect((2_880.0...4_320.0).contains(DeliverMail.pause(after: 1_000)))
    }
}

extension Rig {
    /// Lets the time pass after which a mail is tried again.
    func makeDue() async throws {
        _ = try await database.transaction(.service) { try await $0.execute("update emails set next_attempt_at = clock_timestamp()") }
    }
}
