/// What became of one published message.
package enum PublishOutcome: Sendable, Hashable {
    /// Every queue it was routed to holds it safely.
    case confirmed
    /// No queue wants it (a `mandatory` message came back); the broker's reason. Nothing was kept.
    case returned(String)
    /// The broker could not keep it. It may be sent again.
    case nacked
    /// The broker, or the protocol, does not accept this message; why. Nothing was kept.
    case refused(String)
    /// Sent on a connection that lives, and not answered in time: one of its queues keeps nothing at present, or another message's queue holds up
    /// the connection; the reason. It may arrive all the same.
    case unanswered(String)
    /// Not sent by this call, as others over its route were left without an answer: a copy of it may be tried meanwhile. Send it again a little later.
    case withheld(String)
    /// Not known to be kept, and not by the message's doing: the broker is away or takes no messages, the connection was lost, or the caller gave
    /// up; the reason. It may have arrived all the same.
    case failed(String)

    /// Whether the broker keeps it.
    package var isConfirmed: Bool { self == .confirmed }

    /// The same in words, for logs and records.
    package var reason: String {
        switch self {
        case .confirmed: "confirmed"
        case .returned(let why): "returned, no queue takes it: \(why)"
        case .nacked: "the broker refused it (nack)"
        case .refused(let why), .unanswered(let why), .withheld(let why), .failed(let why): why
        }
    }
}
