/// What became of one published message.
package enum PublishOutcome: Sendable, Hashable {
    /// Every queue it was routed to holds it safely.
    case confirmed
    /// No queue wants it (a `mandatory` message came back); the broker's reason. Nothing was kept.
    case returned(String)
    /// The broker could not keep it. It may be sent again.
    case nacked
    /// Not known to be kept: the connection was lost, or refused it, or time ran out; the reason. It may have arrived all the same.
    case failed(String)

    /// Whether the broker keeps it.
    package var isConfirmed: Bool { self == .confirmed }
}
