import Foundation
import Models
import Synchronization

/// A clock that stands until it is moved.
final class TestClock: Sendable {
    private let instant: Mutex<Date>

    init(_ date: String, hour: Double = 9) {
        instant = Mutex((LegalDate(date) ?? LegalDate(dayNumber: 0)).start.addingTimeInterval(hour * 3600))
    }

    var wall: WallClock { WallClock { self.instant.withLock { $0 } } }

    func move(to date: String, hour: Double = 9) {
        instant.withLock { $0 = (LegalDate(date) ?? LegalDate(dayNumber: 0)).start.addingTimeInterval(hour * 3600) }
    }
}
