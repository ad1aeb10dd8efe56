/// When the broker is asked whether it still has a consumer from which nothing has come for a while.
///
/// RabbitMQ 3.10 can lose one without a word: where a queue is deleted and declared again at once, it moves the consumer over to the new queue by
/// itself, and now and then does not arrive there. A silent consumer looks just like one that has nothing to do.
struct ConsumerWatch {
    /// So often in a row the queue must be without a consumer: the first look may fall into the moment in which the broker moves it.
    private static let limit = 2

    /// The time between two looks, and how long a consumer must be silent before the first.
    let interval: Duration
    private(set) var nextLook: ContinuousClock.Instant
    private var hasHeard = false
    private var missed = 0

    init(interval: Duration) {
        self.interval = interval
        nextLook = .now + interval
    }

    /// The broker has confirmed the consumer.
    mutating func begin(at now: ContinuousClock.Instant) {
        nextLook = now + interval
        hasHeard = false
        missed = 0
    }

    /// Something came.
    mutating func heard() {
        hasHeard = true
    }

    /// True when it is time to ask. What was heard since the last time is answer enough.
    mutating func isDue(at now: ContinuousClock.Instant) -> Bool {
        guard now >= nextLook else { return false }
        nextLook = now + interval
        guard hasHeard else { return true }
        hasHeard = false
        missed = 0
        return false
    }

    /// Whether the consumer is lost, by how many the queue has. Those of other connections hide the loss of ours, but take its messages.
    mutating func isForgotten(consumers: Int) -> Bool {
        missed = consumers == 0 ? missed + 1 : 0
        return missed >= Self.limit
    }
}
