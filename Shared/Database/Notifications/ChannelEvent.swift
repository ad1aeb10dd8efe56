/// What a listener hears.
package enum ChannelEvent: Sendable, Equatable {
    /// Listening has begun, or has begun again after the connection was lost or more came than was read: what was said before may have been missed.
    case mayHaveMissed
    /// Somebody called `notify`.
    case notified(channel: String, payload: String)
}
