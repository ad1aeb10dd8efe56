import Foundation
import Models
import Testing

@testable import Notifications

@Suite struct MaildirTests {
    @Test func aMailThatIsLaidDownTwiceIsOneFile() async throws {
        try await withMaildir { maildir, folder in
            let message = try message()
            try await maildir.send(message, attempt: 1)
            try await maildir.send(message, attempt: 2)
            #expect(try names(folder, "new") == ["\(message.id).caunoi"])
            let text = try String(contentsOf: folder.appending(path: "new/\(message.id).caunoi"), encoding: .utf8)
            #expect(text == message.text(lineEnd: "\n") && !text.contains("\r"))
        }
    }

    @Test func aMailThatHasBeenReadDoesNotComeAgain() async throws {
        try await withMaildir { maildir, folder in
            let message = try message()
            try await maildir.send(message, attempt: 1)
            try FileManager.default.moveItem(
                at: folder.appending(path: "new/\(message.id).caunoi"), to: folder.appending(path: "cur/\(message.id).caunoi:2,S"))
            try await maildir.send(message, attempt: 2)
            #expect(try names(folder, "new") == [])
        }
    }

    @Test func aFolderThatCannotBeWrittenIsAPassingFault() async throws {
        let maildir = Maildir(folder: URL(filePath: "/proc/nowhere/mail"))
        let message = try message()
        let fault = await #expect(throws: MailFault.self) { try await maildir.send(message, attempt: 1) }
        if case .lasting = fault { Issue.record("it is taken for a lasting fault") }
    }

    private func withMaildir(_ body: (Maildir, URL) async throws -> Void) async throws {
        let folder = URL.temporaryDirectory.appending(path: "caunoi-mail-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(Maildir(folder: folder), folder)
    }

    private func names(_ folder: URL, _ part: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: part).path)
    }

    private func message() throws -> MailMessage {
        let address = try #require(MailAddress("den@thu.example", name: "Dền"))
        return MailMessage(id: EmailID(at: Date()), from: address, to: address, subject: "Vụ việc", text: "Chào\n", writtenAt: Date())
    }
}
