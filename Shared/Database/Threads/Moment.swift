import CLinux
import Models

/// A point of time on a clock that nobody sets: a plain number, as several are taken for each statement.
struct Moment: Comparable, Sendable {
    /// Since the machine began.
    private let nanoseconds: Int64

    static var now: Moment { Moment(nanoseconds: caunoi_nanoseconds()) }

    static func + (moment: Moment, duration: Duration) -> Moment {
        Moment(nanoseconds: moment.nanoseconds + duration.nanoseconds)
    }

    static func - (moment: Moment, duration: Duration) -> Moment {
        Moment(nanoseconds: moment.nanoseconds - duration.nanoseconds)
    }

    static func < (left: Moment, right: Moment) -> Bool { left.nanoseconds < right.nanoseconds }

    /// Negative where it came before `earlier`.
    func nanoseconds(since earlier: Moment) -> Int64 { nanoseconds - earlier.nanoseconds }
}
