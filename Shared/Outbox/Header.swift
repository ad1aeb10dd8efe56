/// The AMQP headers of our messages.
enum Header {
    static let aggregate = "aggregate"
    static let version = "aggregate-version"
    static let producer = "producer"
    static let traceparent = "traceparent"
    /// How often handling has failed so far.
    static let attempts = "attempts"
    /// Why it failed last.
    static let error = "last-error"
}
