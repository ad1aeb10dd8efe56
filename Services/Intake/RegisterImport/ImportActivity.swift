import Outbox
import Synchronization

/// Whether a register is being brought in by this copy of the service. The cases that it makes are told when it is over: telling them meanwhile
/// takes the processors from it, and helps nobody.
final class ImportActivity: Sendable {
    private let isBusy = Atomic<Bool>(false)
    private let announcer: Doorbell

    init(announcer: Doorbell) {
        self.announcer = announcer
    }

    var isUnderWay: Bool { isBusy.load(ordering: .relaxed) }

    /// Wakes whoever tells of cases where it has just come to its end.
    func note(_ isUnderWay: Bool) {
        if isBusy.exchange(isUnderWay, ordering: .relaxed), !isUnderWay { announcer.ring() }
    }
}
