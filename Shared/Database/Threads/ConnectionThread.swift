import CLinux
import Glibc
import Synchronization

/// A thread that owns connections: it alone touches their PGconns, and waits for them with epoll.
///
/// It is also the executor of the transactions that run on those connections: a statement is sent by a direct call, and its answer resumes the
/// transaction's body where it was read, so that no other thread is woken in between.
///
/// `@unchecked Sendable`: `work`, `turn`, `watched` and `timers` are used by the thread alone; what other threads hand in goes through the mutex.
final class ConnectionThread: TaskExecutor, @unchecked Sendable {
    /// What is to be done on the thread.
    private enum Work {
        case job(UnownedJob)
        case action(@Sendable () -> Void)
    }

    private struct Inbox {
        var work: [Work] = []
        var isAsleep = false
        var isStopping = false
        var hasEnded = false
    }

    private let epoll: Int32
    private let wakeUp: Int32
    private let inbox = Mutex(Inbox())
    private let identity = Atomic<UInt>(0)
    /// For the next turn.
    private var work: [Work] = []
    /// Being run.
    private var turn: [Work] = []
    private var watched: [Int32: any Watched] = [:]
    private var timers = Timers()
    /// How often each watcher is told to look whether it still gets what it waits for.
    private let pace: Duration
    private var isPacing = false
    /// Where the configuration gives no grace, the thread would do nothing else.
    static let quickestPace = Duration.milliseconds(50)

    /// Starts the thread.
    init(pace: Duration) {
        self.pace = max(pace, Self.quickestPace)
        epoll = epoll_create1(caunoi_epoll_cloexec)
        wakeUp = eventfd(0, caunoi_eventfd_flags)
        precondition(epoll >= 0 && wakeUp >= 0, "the system gives no epoll or eventfd: errno \(errno)")
        var event = epoll_event(events: caunoi_epoll_edge, data: epoll_data_t(fd: wakeUp))
        epoll_ctl(epoll, EPOLL_CTL_ADD, wakeUp, &event)
        OwnThread.start("libpq") { self.loop() }
    }

    /// Not before: whoever still holds the thread may write to its descriptors after it has ended.
    deinit {
        close(wakeUp)
        close(epoll)
    }

    /// Whether the caller runs on this thread.
    var isCurrent: Bool { identity.load(ordering: .relaxed) == UInt(pthread_self()) }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        guard !isCurrent else { return work.append(.job(job)) }
        guard !hand(.job(job)) else { return }
        // A task that outlived its database still comes to its end.
        OwnThread.start("libpq-late") { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }

    /// Does `action` on the thread: at once where the caller runs on it, else soon. Not at all once the thread has ended, which is false.
    @discardableResult
    func perform(_ action: @escaping @Sendable () -> Void) -> Bool {
        guard isCurrent else { return hand(.action(action)) }
        action()
        return true
    }

    /// Runs `body` on the thread. Nothing is woken if the caller is there already.
    @inline(__always)
    func run<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        if isCurrent { return try await body() }
        return try await withTaskExecutorPreference(self) { try await body() }
    }

    /// Ends the thread once what was asked before has been done.
    func stop() {
        inbox.withLock { $0.isStopping = true }
        perform {}
    }

    /// Does `action` after `delay`, unless the timer is cancelled before. On the thread.
    func after(_ delay: Duration, _ action: @escaping @Sendable () -> Void) -> Timers.ID {
        at(.now + delay, action)
    }

    /// Does `action` then, unless the timer is cancelled before. On the thread.
    func at(_ moment: Moment, _ action: @escaping @Sendable () -> Void) -> Timers.ID {
        timers.add(at: moment, action)
    }

    /// On the thread.
    func cancel(_ timer: Timers.ID) {
        timers.remove(timer)
    }

    /// Tells `watcher` when the descriptor can be read or written, as wanted. On the thread.
    func watch(_ descriptor: Int32, reading: Bool, writing: Bool, for watcher: any Watched) {
        let isNew = watched.updateValue(watcher, forKey: descriptor) == nil
        let events = (reading ? caunoi_epoll_in : 0) | (writing ? caunoi_epoll_out : 0)
        var event = epoll_event(events: events, data: epoll_data_t(fd: descriptor))
        epoll_ctl(epoll, isNew ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, descriptor, &event)
        if !isPacing { lookAgain() }
    }

    /// Stops watching; to be called before libpq closes the descriptor, whose number the system may give to another. On the thread.
    func forget(_ descriptor: Int32) {
        guard watched.removeValue(forKey: descriptor) != nil else { return }
        epoll_ctl(epoll, EPOLL_CTL_DEL, descriptor, nil)
    }

    private func lookAgain() {
        isPacing = !watched.isEmpty
        guard isPacing else { return }
        _ = after(pace) { [weak self] in
            guard let self else { return }
            for watcher in watched.values { watcher.look(every: pace) }
            lookAgain()
        }
    }

    /// False where the thread has ended.
    private func hand(_ item: Work) -> Bool {
        let (taken, wasAsleep) = inbox.withLock { inbox in
            guard !inbox.hasEnded else { return (false, false) }
            inbox.work.append(item)
            defer { inbox.isAsleep = false }
            return (true, inbox.isAsleep)
        }
        if wasAsleep {
            var one: UInt64 = 1
            _ = write(wakeUp, &one, 8)
        }
        return taken
    }

    private func loop() {
        identity.store(UInt(pthread_self()), ordering: .relaxed)
        var events = [epoll_event](repeating: epoll_event(), count: 64)
        while let patience = nextWait() {
            let ready = epoll_wait(epoll, &events, Int32(events.count), patience)
            for event in events.prefix(Int(max(0, ready))) {
                // Whoever wakes the thread has left what to do.
                if event.data.fd != wakeUp { watched[event.data.fd]?.ready() }
            }
            for action in timers.takeDue() { action() }
            runTurn()
        }
        for watcher in watched.values { watcher.threadEnds() }
        // Who waited for them goes on here as far as it comes.
        while !work.isEmpty { runTurn() }
        // The system gives a thread's number to another once it has ended: that one must not be taken for ours.
        identity.store(0, ordering: .relaxed)
    }

    /// Runs what is there now; what that calls forth waits until the connections have been looked at.
    private func runTurn() {
        swap(&turn, &work)
        inbox.withLock { inbox in
            inbox.isAsleep = false
            turn += inbox.work
            inbox.work.removeAll(keepingCapacity: true)
        }
        for item in turn {
            switch item {
            case .job(let job): job.runSynchronously(on: asUnownedTaskExecutor())
            case .action(let action): action()
            }
        }
        turn.removeAll(keepingCapacity: true)
    }

    /// Milliseconds that epoll may wait, −1 for ever; nil when the thread is to end.
    private func nextWait() -> Int32? {
        if !work.isEmpty { return 0 }
        let untilTimer = timers.millisecondsToNext
        return inbox.withLock { inbox in
            if !inbox.work.isEmpty { return 0 }
            if inbox.isStopping {
                inbox.hasEnded = true
                return nil
            }
            inbox.isAsleep = true
            return untilTimer
        }
    }
}

/// What a ``ConnectionThread`` watches a descriptor for.
protocol Watched: AnyObject {
    /// The descriptor can be read or written, or is broken. On the thread.
    func ready()
    /// Comes every `pace`, whatever the descriptor does. On the thread.
    func look(every pace: Duration)
    /// Nobody will tell of the descriptor any more. On the thread.
    func threadEnds()
}
