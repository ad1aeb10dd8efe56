import Foundation
import Models
import Synchronization

/// A clock that stands where a test sets it.
final class Moment: Sendable {
    private let instant: Mutex<Date>

    init(_ instant: Date) {
        self.instant = Mutex(instant)
    }

    var now: Date { instant.withLock { $0 } }
    var wall: WallClock { WallClock { self.now } }

    func set(_ date: Date) { instant.withLock { $0 = date } }
    func pass(_ seconds: Double) { instant.withLock { $0 += seconds } }
}
