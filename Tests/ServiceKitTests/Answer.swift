import HummingbirdTesting
import Synchronization

/// Carries an answer out of a test client's closure.
final class Answer: Sendable {
    private let stored = Mutex<TestResponse?>(nil)

    func set(_ response: TestResponse) {
        stored.withLock { $0 = response }
    }

    var value: TestResponse? { stored.withLock { $0 } }
}
