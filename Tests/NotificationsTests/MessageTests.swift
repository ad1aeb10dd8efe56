import Foundation
import Models
import Testing

@testable import Notifications

@Suite struct MessageTests {
    private func message(name: String, subject: String, text: String = "Chào\nbạn\n") throws -> MailMessage {
        let instant = try #require(Instant.parse("2026-11-23T20:04:05Z"))
        return MailMessage(
            id: EmailID(try #require(UUID(text: "0192F0C0-0000-7000-8000-000000000000"))),
            from: try #require(MailAddress(text: "Cầu Nối <caunoi@bridge.example>")),
            to: try #require(MailAddress("den@thu.example", name: name)), subject: subject, text: text, writtenAt: instant)
    }

    @Test func aMailIsPlainASCIIWithShortLines() throws {
        let text = try message(name: String(repeating: "Nguyễn Thị Sương ", count: 10), subject: String(repeating: "Vụ việc ", count: 40))
            .text()
        #expect(text.utf8.allSatisfy { $0 < 0x80 })
        let lines = text.components(separatedBy: "\r\n")
        #expect(lines.allSatisfy { $0.utf8.count <= 76 && !$0.contains("\n") && !$0.contains("\r") }, "\(lines)")
    }

    @Test func headersAreThoseOfTheStandard() throws {
        let lines = try message(name: "Nong Van Den", subject: "Plain").text().components(separatedBy: "\r\n")
        #expect(lines.contains("Date: Tue, 24 Nov 2026 03:04:05 +0700"))
        #expect(lines.contains("Message-ID: <0192f0c0-0000-7000-8000-000000000000@bridge.example>"))
        #expect(lines.contains("Subject: Plain"))
        #expect(lines.contains("To: \"Nong Van Den\"") && lines.contains(" <den@thu.example>"))
        #expect(lines.contains("MIME-Version: 1.0"))
    }

    @Test func nothingInANameOrSubjectBeginsAHeader() throws {
        let attack = "x\r\nBcc: all@thu.example\r\n\r\nbody"
        let text = try message(name: attack, subject: attack).text()
        let headers = text.components(separatedBy: "\r\n\r\n")[0].components(separatedBy: "\r\n")
        #expect(!headers.contains { $0.lowercased().hasPrefix("bcc") })
        #expect(text.components(separatedBy: "\r\n\r\n").count == 2)
    }

    @Test func theBodyComesBackWhole() throws {
        let text = try message(name: "a", subject: "b", text: "Kính gửi bạn,\n\n.\nhết\n").text()
        let body = try #require(text.components(separatedBy: "\r\n\r\n").last?.replacing("\r\n", with: ""))
        let data = try #require(Data(base64Encoded: body))
        #expect(String(decoding: data, as: UTF8.self) == "Kính gửi bạn,\r\n\r\n.\r\nhết\r\n")
    }

    @Test(arguments: [
        "den@thu.example", "a.b+c@sub.thu.example", "a@localhost", "x_y@1.example",
    ])
    func addressesThatMailCanBeSentTo(_ text: String) { #expect(MailAddress(text) != nil) }

    @Test(arguments: [
        "", "@", "a@", "@b", "a b@c.example", "a@b@c", "a@b\r\nRCPT TO:<x@y>", "a@-b.example", ".a@b", "a..b@c", "dền@thu.example", "<a@b>",
        "a@b..c", "a@b>",
    ])
    func addressesThatAreNone(_ text: String) { #expect(MailAddress(text) == nil) }

    @Test func aServerOfAnotherMachineIsSpokenToWithTLSOnly() throws {
        #expect(try SMTPServer(url: "smtp://mail.example:587").security == .startTLS)
        #expect(try SMTPServer(url: "smtps://mail.example").security == .tls)
        #expect(try SMTPServer(url: "smtp://127.0.0.1:2525").security == .startTLSIfOffered)
        #expect(try SMTPServer(url: "smtp+plain://mail.example").security == .plain)
        #expect(try SMTPServer(url: "smtp+plain://mail.example:25").url == "smtp://mail.example:25")
        for wrong in ["mail.example", "http://mail.example", "smtp://", "smtp://u:p@mail.example", "smtp://mail.example/x"] {
            #expect(throws: (any Error).self) { try SMTPServer(url: wrong) }
        }
    }
}
