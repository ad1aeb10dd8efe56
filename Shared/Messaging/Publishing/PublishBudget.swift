import Synchronization

/// How much may wait for the broker's answers at a time. Callers beyond it wait for their turn, first come, first served.
final class PublishBudget: Sendable {
    private struct State {
        var messages = 0
        var bytes = 0
        var waiters: [Waiter] = []
        var lastWaiter = 0
    }

    private struct Waiter {
        let number: Int
        let load: Load
        let continuation: CheckedContinuation<Bool, Never>
    }

    /// What one call brings.
    struct Load: Sendable {
        let messages: Int
        let bytes: Int

        init(_ messages: [OutgoingMessage]) {
            self.messages = messages.count
            // Beside the body: names, properties, headers.
            bytes = messages.reduce(0) { $0 + $1.body.count + 300 }
        }
    }

    private let messages: Int
    private let bytes: Int
    private let state = Mutex(State())

    init(messages: Int, bytes: Int) {
        self.messages = messages
        self.bytes = bytes
    }

    /// Waits until there is room; what is larger than the whole goes alone. False when the task was cancelled meanwhile.
    func enter(_ load: Load) async -> Bool {
        if state.withLock({ enterNow(load, &$0) }) { return true }
        let number = state.withLock { state in
            state.lastWaiter += 1
            return state.lastWaiter
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer: Bool? = state.withLock { state in
                    if Task.isCancelled { return false }
                    if enterNow(load, &state) { return true }
                    state.waiters.append(Waiter(number: number, load: load, continuation: continuation))
                    return nil
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                state.waiters.firstIndex { $0.number == number }.map { state.waiters.remove(at: $0) }
            }
            waiter?.continuation.resume(returning: false)
            // Who stood behind it may fit now.
            admit()
        }
    }

    func leave(_ load: Load) {
        state.withLock { state in
            state.messages -= load.messages
            state.bytes -= load.bytes
        }
        admit()
    }

    private func admit() {
        let admitted = state.withLock { state in
            var count = 0
            while count < state.waiters.count, fits(state.waiters[count].load, state) {
                add(state.waiters[count].load, &state)
                count += 1
            }
            defer { state.waiters.removeFirst(count) }
            return Array(state.waiters.prefix(count))
        }
        for waiter in admitted { waiter.continuation.resume(returning: true) }
    }

    private func enterNow(_ load: Load, _ state: inout State) -> Bool {
        guard state.waiters.isEmpty, fits(load, state) else { return false }
        add(load, &state)
        return true
    }

    private func fits(_ load: Load, _ state: State) -> Bool {
        state.messages == 0 || state.messages + load.messages <= messages && state.bytes + load.bytes <= bytes
    }

    private func add(_ load: Load, _ state: inout State) {
        state.messages += load.messages
        state.bytes += load.bytes
    }
}
