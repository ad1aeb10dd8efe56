import Foundation
import Synchronization

/// Hands mails to a mail server, a few connections at a time, each kept open for the next mail.
final class SMTPTransport: MailTransport {
    let lanes = 4
    /// More than ``SMTPConnection/longestTransfer``.
    let patience = 90
    private let server: SMTPServer
    private let threads = MailThreads(count: 4)
    private let idle = Mutex<[SMTPConnection]>([])

    init(_ server: SMTPServer) {
        self.server = server
    }

    func send(_ message: MailMessage, attempt: Int) async throws(MailFault) {
        let transfer = SMTPTransfer(message)
        let outcome = await withTaskCancellationHandler {
            do {
                return try await threads.run { self.perform(transfer) }
            } catch {
                return MailFault.passing("the service is stopping")
            }
        } onCancel: {
            transfer.stop()
        }
        if let outcome { throw outcome }
    }

    private func perform(_ transfer: SMTPTransfer) -> MailFault? {
        guard let connection = idle.withLock({ $0.popLast() }) ?? SMTPConnection(server) else {
            return .passing("libcurl could not be started")
        }
        defer { idle.withLock { $0.append(connection) } }
        return connection.perform(transfer)
    }
}
