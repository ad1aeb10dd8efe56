import Database
import Foundation
import Logging
import Models
import Outbox

/// Hands one mail over and records what came of it.
struct DeliverMail: Sendable {
    /// How long a mail is tried (RFC 5321 §4.5.4.1: at least four to five days), in seconds.
    private static let longestWait = 5 * 86_400.0
    private static let shortestPause = 5.0
    private static let longestPause = 3_600.0

    let clock: WallClock
    let sender: MailAddress
    let transport: any MailTransport
    let database: Database
    let emails: EmailStore
    let outbox: Outbox
    let logger: Logger

    func callAsFunction(_ email: Email) async {
        do throws(MailFault) {
            try await transport.send(try message(email), attempt: email.attempts)
            await record("delivered", email) { try await delivered(email, in: $0) }
        } catch {
            switch error {
            case .passing(let why) where email.age > Self.longestWait:
                let final = "given up after five days: \(why)"
                await record("failed", email, final) { try await failed(email, because: final, in: $0) }
            case .passing(let why): await record("put off", email, why) { try await putOff(email, because: why, in: $0) }
            case .lasting(let why): await record("failed", email, why) { try await failed(email, because: why, in: $0) }
            }
        }
    }

    /// How long to wait after so many attempts, in seconds: twice as long each time, spread so that not all come back at once.
    static func pause(after attempts: Int) -> Double {
        min(longestPause, shortestPause * pow(2, Double(min(attempts, 20) - 1))) * Double.random(in: 0.8...1.2)
    }

    /// The mail as it goes out. Throws a lasting fault where the recipient has no address that mail can be sent to.
    func message(_ email: Email) throws(MailFault) -> MailMessage {
        guard let recipient = MailAddress(email.recipient, name: email.recipientName) else {
            throw .lasting("the recipient's address is not one that mail can be sent to")
        }
        return MailMessage(
            id: email.id, from: sender, to: recipient, subject: email.subject, text: email.body, writtenAt: email.createdAt)
    }

    private func delivered(_ email: Email, in transaction: Transaction) async throws {
        let now = clock.now
        guard try await emails.delivered(email, at: now, in: transaction) else { return }
        try outbox.publish(
            EmailDelivered(
                email: email.id, organisation: email.organisation, case: email.case, kind: email.kind.rawValue, occurredAt: now,
                recordedAt: now),
            version: 1, in: transaction)
    }

    private func failed(_ email: Email, because why: String, in transaction: Transaction) async throws {
        let now = clock.now
        guard try await emails.failed(email, because: why, at: now, in: transaction) else { return }
        try outbox.publish(
            EmailFailed(
                email: email.id, organisation: email.organisation, case: email.case, kind: email.kind.rawValue, reason: why,
                occurredAt: now, recordedAt: now),
            version: 1, in: transaction)
    }

    private func putOff(_ email: Email, because why: String, in transaction: Transaction) async throws {
        try await emails.putOff(email, for: Self.pause(after: email.attempts), because: why, in: transaction)
    }

    /// What came of a mail must not get lost with a connection: it would be sent again.
    private func record(_ what: String, _ email: Email, _ why: String? = nil, _ body: (Transaction) async throws -> Void) async {
        var metadata: Logger.Metadata = ["email": "\(email.id)", "kind": "\(email.kind.rawValue)", "attempt": "\(email.attempts)"]
        if let why { metadata["why"] = "\(why)" }
        logger.log(level: why == nil ? .debug : .warning, "mail \(what)", metadata: metadata)
        for attempt in 1...5 {
            do {
                return try await database.transaction(.service) { try await body($0) }
            } catch {
                logger.warning("what came of a mail could not be recorded", metadata: ["email": "\(email.id)", "error": "\(error)"])
                try? await Task.sleep(for: .seconds(attempt))
            }
        }
    }
}
