/// How full a queue is.
package struct QueueDepth: Sendable, Hashable {
    /// Messages that wait to be delivered; those in a consumer's hands are not among them.
    package let messages: Int
    /// How many consumers listen.
    package let consumers: Int

    package init(messages: Int, consumers: Int) {
        self.messages = messages
        self.consumers = consumers
    }
}
