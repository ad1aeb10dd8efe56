/// One call of `publish`: its messages, and what became of each so far.
///
/// `@unchecked Sendable`: the caller fills it and hands it to the publisher's thread through the mutex of the thread's mailbox; from then
/// on only that thread touches it. The caller's side keeps only the ``PublishCancellation``. (A mailbox that refuses the call leaves it to
/// the caller alone.)
final class PublishCall: @unchecked Sendable {
    let messages: [OutgoingMessage]
    let deadline: ContinuousClock.Instant
    let cancellation: PublishCancellation
    /// The first message that was not handed to the connection yet.
    var next = 0
    private var outcomes: [PublishOutcome?]
    private var unsettled: Int
    /// Why the broker sent some back. Their acks still follow.
    private var returned: [Int: String] = [:]
    private let continuation: CheckedContinuation<[PublishOutcome], Never>

    init(
        _ messages: [OutgoingMessage], deadline: ContinuousClock.Instant, cancellation: PublishCancellation,
        continuation: CheckedContinuation<[PublishOutcome], Never>
    ) {
        self.cancellation = cancellation
        self.messages = messages
        self.deadline = deadline
        self.continuation = continuation
        outcomes = Array(repeating: nil, count: messages.count)
        unsettled = messages.count
    }

    var isSettled: Bool { unsettled == 0 }

    func isSettled(_ index: Int) -> Bool { outcomes[index] != nil }

    /// Notes an outcome; the first one counts. True when it was the last that was missing: then the caller may go on.
    func settle(_ index: Int, _ outcome: PublishOutcome) -> Bool {
        guard outcomes[index] == nil else { return false }
        outcomes[index] = returned.isEmpty ? outcome : returned[index].map { .returned($0) } ?? outcome
        unsettled -= 1
        return unsettled == 0
    }

    /// Settles all that is open. True when something was.
    func fail(_ reason: String) -> Bool {
        messages.indices.reduce(false) { settle($1, .failed(reason)) || $0 }
    }

    /// Whether this message is one that the broker sent back as `id` with `routingKey`, and was not noted yet.
    func isReturned(_ index: Int, _ content: DeliveryContent) -> Bool {
        returned[index] == nil && messages[index].id == content.id && messages[index].routingKey == content.routingKey
    }

    func noteReturn(_ index: Int, _ reason: String) {
        returned[index] = reason
    }

    func wasReturned(_ index: Int) -> Bool { returned[index] != nil }

    /// Lets the caller go on.
    func finish() {
        continuation.resume(returning: outcomes.compactMap { $0 })
    }
}
