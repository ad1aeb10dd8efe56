import Foundation

/// Where mails go: a server, or a folder.
protocol MailTransport: Sendable {
    /// How many mails it takes at a time.
    var lanes: Int { get }
    /// Longer than any attempt takes, in seconds.
    var patience: Int { get }

    /// Hands the message over. Throws ``MailFault``.
    func send(_ message: MailMessage, attempt: Int) async throws(MailFault)
}

/// Why a mail could not be handed over, and whether another attempt can help.
enum MailFault: Error, CustomStringConvertible {
    /// The server is away, or says that it may take it later (RFC 5321 §4.2.1: 4yz).
    case passing(String)
    /// It will never be taken (5yz), or the address is none.
    case lasting(String)

    var description: String {
        switch self {
        case .passing(let why), .lasting(let why): why
        }
    }
}
