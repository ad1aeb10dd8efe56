/// When we show the broker that we live, and when its silence has lasted too long. The library is told of no heartbeat: it would write
/// its own between the halves of a frame that the socket did not take whole.
struct Heartbeat {
    private let interval: Duration?
    private var nextBeat: ContinuousClock.Instant
    private(set) var heard: ContinuousClock.Instant

    /// `seconds` as agreed with the broker; 0 for none.
    init(seconds: Int, now: ContinuousClock.Instant) {
        interval = seconds > 0 ? .seconds(seconds) : nil
        nextBeat = interval.map { now + $0 / 2 } ?? now
        heard = now
    }

    /// Something came from the broker, whatever it was.
    mutating func hear(at now: ContinuousClock.Instant) {
        heard = now
    }

    /// True when it is time to send one.
    mutating func isDue(at now: ContinuousClock.Instant) -> Bool {
        guard let interval, now >= nextBeat else { return false }
        nextBeat = now + interval / 2
        return true
    }

    /// How long the broker has been silent, if that is too long: twice the interval (https://www.rabbitmq.com/heartbeats.html).
    func silence(at now: ContinuousClock.Instant) -> Duration? {
        guard let interval, now - heard > interval * 2 else { return nil }
        return now - heard
    }

    /// How long the connection's thread may sleep.
    func wait(at now: ContinuousClock.Instant) -> Duration? {
        interval.map { _ in nextBeat - now }
    }
}
