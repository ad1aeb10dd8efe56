import Glibc

extension ConnectionThread {
    /// What other threads may touch, under one mutex.
    struct Shared {
        var started = false
        var commands: [Role.Command] = []
        /// Parts of tasks that prefer to run on this thread.
        var jobs: [UnownedJob] = []
        var takesJobs = false
        var sleep = Sleep.awake
        /// Somebody has something for the role that is not a command, and whether it can wait a millisecond.
        var nudge: Nudge?
        /// Until when what is under way may be finished; set by ``stop(within:)``.
        var stopBy: ContinuousClock.Instant?
        var finished = false
        var waiters: [CheckedContinuation<Void, Never>] = []
        /// The descriptor of the present connection; nil before it is closed, so that nobody shuts down a stranger's.
        var socket: Int32?

        /// Whether the thread must be begun now: by the caller, and nobody else.
        mutating func start() -> Bool {
            guard !started, !finished else { return false }
            started = true
            return true
        }

        /// Whether ``Wake/signal()`` must follow.
        mutating func rouse(_ nudge: Nudge = .urgent) -> Bool {
            guard sleep == .deep || sleep == .dozing && nudge == .urgent else { return false }
            sleep = .awake
            return true
        }
    }

    enum Sleep {
        case awake
        /// For a millisecond at most.
        case dozing
        case deep
    }

    enum Nudge {
        case lazy, urgent
    }
}
