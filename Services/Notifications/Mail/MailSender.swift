import Database
import Foundation
import Logging
import Models
import Outbox
import ServiceLifecycle

/// Sends what is due: at once when a mail is written here, within a second when another copy of the service wrote it. No transaction is open
/// while it waits for the server.
struct MailSender: Service {
    private static let poll = Duration.seconds(1)

    let database: Database
    let emails: EmailStore
    let delivery: DeliverMail
    let doorbell: Doorbell
    let logger: Logger

    func run() async throws {
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            do {
                if try await sendDue() > 0 { continue }
            } catch {
                logger.warning("mails could not be fetched", metadata: ["error": "\(error)"])
            }
            await cancelWhenGracefulShutdown { await doorbell.wait(atMost: Self.poll) }
        }
    }

    /// One round. Returns how many mails it tried.
    func sendDue() async throws -> Int {
        let transport = delivery.transport
        let due = try await database.transaction(.service) { transaction in
            try await emails.claim(limit: transport.lanes, for: transport.patience, in: transaction)
        }
        await withTaskGroup(of: Void.self) { group in
            for email in due { group.addTask { await delivery(email) } }
        }
        return due.count
    }
}
