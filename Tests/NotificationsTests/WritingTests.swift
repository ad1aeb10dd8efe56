import Database
import Foundation
import Models
import Outbox
import Testing

@testable import Notifications

@Suite struct WritingTests {
    @Test func anUnknownHelperIsWaitedFor() async throws {
        let rig = try await Rig()
        let newcomer = HelperID(at: Date())
        let message = rig.assignment(CaseID(at: Date()), to: newcomer)
        await #expect(throws: RetryLater.self) { try await rig.hear(message, rig.assigned) }
        try await rig.hear(rig.helperChanged(newcomer), HelperChangedHandler(helpers: rig.helpers))
        try await rig.hear(message, rig.assigned)
        #expect(try await rig.mails() == ["case-assigned → helper"])
    }

    @Test func theSameMessageIsMailedOnce() async throws {
        let rig = try await Rig()
        let message = rig.assignment(CaseID(at: Date()))
        let id = UUID()
        try await rig.hear(message, rig.assigned, id: id)
        try await rig.hear(message, rig.assigned, id: id)
        #expect(try await rig.mails() == ["case-assigned → helper"])
    }

    @Test func aPickThatNoLongerHoldsIsNotMailed() async throws {
        let rig = try await Rig()
        let id = CaseID(at: Date())
        try await rig.hear(rig.nobody(id), rig.waits, version: 2)
        try await rig.hear(rig.assignment(id), rig.assigned, version: 1)
        #expect(try await rig.mails() == ["no-helper-found → organisation"])
    }

    @Test func aWaitForAHelperIsMailedOnceAndANewWaitAgain() async throws {
        let rig = try await Rig()
        let id = CaseID(at: Date())
        try await rig.hear(rig.nobody(id), rig.waits, version: 1)
        try await rig.hear(rig.nobody(id), rig.waits, version: 2)
        try await rig.hear(rig.assignment(id), rig.assigned, version: 3)
        try await rig.hear(rig.nobody(id), rig.waits, version: 4)
        #expect(try await rig.mails().count { $0 == "no-helper-found → organisation" } == 2)
    }

    @Test func aLostPaperIsToldToTheHelperButNotForAStranger() async throws {
        let rig = try await Rig()
        let id = try await rig.openCase()
        let handler = AttachmentRejectedHandler(lost: rig.lost)
        try await rig.hear(rig.rejected(id, sentBy: rig.stranger), handler)
        try await rig.hear(rig.rejected(id, sentBy: nil), handler)
        #expect(try await rig.mails() == ["case-assigned → helper"])
        try await rig.hear(rig.rejected(id, sentBy: rig.centre), handler)
        #expect(try await rig.mails() == ["case-assigned → helper", "paper-rejected → helper"])
    }

    @Test func aPaperForACaseThatDoesNotExistIsLetGoAfterAWhile() async throws {
        let rig = try await Rig()
        let message = rig.rejected(CaseID(at: Date()), sentBy: rig.centre)
        let handler = AttachmentRejectedHandler(lost: rig.lost)
        await #expect(throws: RetryLater.self) { try await rig.hear(message, handler) }
        try await rig.hear(message, handler, attempts: 2)
        #expect(try await rig.mails() == [])
    }

    @Test(arguments: MailKind.allCases.filter { !$0.isSecret }) func everyMailHasItsSentencesAndNothingIsLeftOpen(_ kind: MailKind)
        async throws
    {
        let rig = try await Rig()
        let id = try await rig.openCase()
        let text = try await rig.database.transaction(.service) { transaction in
            let watched = try await rig.cases.find(id, in: transaction)
            let helper = try await rig.helpers.find(rig.helper, in: transaction)
            let subject = try #require(watched.flatMap { MailSubject($0) })
            rig.write(kind, because: id.uuid, to: Addressee(try #require(helper)), about: subject, in: transaction) { _ in
                ["form": "f", "days": "15", "date": "d", "paper": "p", "reason": "r", "hearing": "h", "time": "t", "before": "b"]
            }
            return try await transaction.value("select subject || body from emails where kind = \(kind) and cause = \(id)", as: String.self)
        }
        let mail = try #require(text)
        #expect(!mail.contains("{") && !mail.contains("["))
        #expect(mail.contains("TT.TV.01.2026") && mail.contains("http://bridge.example/cases/\(id)"))
        #expect(mail.contains("Kính gửi Nông Văn Dền") && mail.contains("Dear Nông Văn Dền"))
    }

    @Test(arguments: AccountLinkIssued.Purpose.allCases)
    func aLinkToAnAccountIsMailedAndForgottenOnceItHasGone(_ purpose: AccountLinkIssued.Purpose) async throws {
        let rig = try await Rig()
        let link = AccountLinkIssued(
            link: AccountLinkID(at: Date()), account: AccountID(at: Date()), purpose: purpose, displayName: "Người thử", login: "nguoithu",
            email: "nguoithu@thu.example", path: "/account/link?code=abc", endsAt: Date(timeIntervalSince1970: 1_795_000_000),
            occurredAt: Date(), recordedAt: Date())
        try await rig.hear(link, AccountLinkIssuedHandler(write: rig.write))
        let emails = EmailStore()
        let sent = try await rig.database.transaction(.service) { transaction in
            let claimed = try await emails.claim(limit: 5, for: 60, in: transaction)
            for email in claimed { _ = try await emails.delivered(email, at: Date(), in: transaction) }
            return claimed
        }
        let mail = try #require(sent.first)
        #expect(mail.recipient == "nguoithu@thu.example")
        #expect(mail.body.contains("http://bridge.example/account/link?code=abc") && mail.body.contains("nguoithu"))
        #expect(!mail.body.contains("{") && !(mail.subject + mail.body).contains("["))
        let kept = try await rig.database.transaction(.service) { try await $0.value("select body from emails", as: String.self) }
        #expect(kept == "")
    }
}
