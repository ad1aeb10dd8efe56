/// One call of `publish`: its messages, and what became of each so far.
///
/// `@unchecked Sendable`: the caller fills it and hands it to the publisher's thread through the mutex of the thread's mailbox; from then
/// on only that thread touches it. The caller's side keeps only the ``PublishCancellation``. (A mailbox that refuses the call leaves it to
/// the caller alone.)
final class PublishCall: @unchecked Sendable {
    let messages: [OutgoingMessage]
    let deadline: ContinuousClock.Instant
    let cancellation: PublishCancellation
    private var outcomes: [PublishOutcome?]
    private var unsettled: Int
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

    /// Notes an outcome; the first one counts. With the last of them the caller goes on.
    func settle(_ index: Int, _ outcome: PublishOutcome) {
        guard outcomes[index] == nil else { return }
        outcomes[index] = outcome
        unsettled -= 1
        if unsettled == 0 { continuation.resume(returning: outcomes.compactMap { $0 }) }
    }

    /// Settles all that is open.
    func fail(_ reason: String) {
        for index in messages.indices { settle(index, .failed(reason)) }
    }
}
