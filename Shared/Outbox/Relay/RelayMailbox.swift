import Messaging
import Synchronization

/// What happens to the relay while it waits: answers of the broker and of the database. Whoever leaves something here wakes it.
final class RelayMailbox: Sendable {
    enum Event: Sendable {
        case read([OutboxRow], wanted: OutboxReader.Wanted)
        case answered([OutboxRow], [PublishOutcome])
        case confirmed([OutboxRow])
        /// The database was away: what was to be written is written later.
        case notConfirmed([OutboxRow])
        /// The session for reading is lost.
        case notRead(any Error)
        case reading(ReadingFloor.Reading)
        /// Shards have come or gone.
        case shardsChanged
        case tick
    }

    private let events = Mutex<[Event]>([])
    private let doorbell: Doorbell

    init(doorbell: Doorbell) {
        self.doorbell = doorbell
    }

    func post(_ event: Event) {
        events.withLock { $0.append(event) }
        doorbell.nudge()
    }

    func takeAll() -> [Event] {
        events.withLock { events in
            defer { events.removeAll(keepingCapacity: true) }
            return events
        }
    }
}
