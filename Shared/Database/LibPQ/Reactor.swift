import CLinux
import Glibc
import Synchronization

/// The one thread that talks to libpq: it waits on every connection with epoll, and nothing else touches a PGconn.
///
/// `@unchecked Sendable`: `wires` is used by the reactor's thread only; what other threads hand in goes through the `inbox` mutex.
final class Reactor: @unchecked Sendable {
    private let epoll: Int32
    private let wakeUp: Int32
    private let inbox = Mutex<[@Sendable (Reactor) -> Void]>([])
    private var wires: [Int32: Wire] = [:]
    private var stopped = false

    /// Starts the thread.
    init() {
        epoll = epoll_create1(caunoi_epoll_cloexec)
        wakeUp = eventfd(0, caunoi_eventfd_flags)
        precondition(epoll >= 0 && wakeUp >= 0, "the system gives no epoll or eventfd: errno \(errno)")
        var event = epoll_event(events: caunoi_epoll_in, data: epoll_data_t(fd: wakeUp))
        epoll_ctl(epoll, EPOLL_CTL_ADD, wakeUp, &event)
        start()
    }

    /// Not before: whoever still holds the reactor may write to its descriptors after the thread has ended.
    deinit {
        close(wakeUp)
        close(epoll)
    }

    /// Runs `action` on the reactor's thread, soon. From any thread.
    func perform(_ action: @escaping @Sendable (Reactor) -> Void) {
        let wasEmpty = inbox.withLock { actions in
            actions.append(action)
            return actions.count == 1
        }
        guard wasEmpty else { return }
        var one: UInt64 = 1
        _ = write(wakeUp, &one, 8)
    }

    /// Ends the thread once what was asked before has been done.
    func stop() {
        perform { $0.stopped = true }
    }

    /// Tells `wire` when its descriptor can be read, or written if `writing`. On the reactor's thread.
    func watch(_ wire: Wire, descriptor: Int32, writing: Bool) {
        let isNew = wires.updateValue(wire, forKey: descriptor) == nil
        let events = caunoi_epoll_in | (writing ? caunoi_epoll_out : 0)
        var event = epoll_event(events: events, data: epoll_data_t(fd: descriptor))
        if isNew || epoll_ctl(epoll, EPOLL_CTL_MOD, descriptor, &event) != 0 {
            // libpq may have closed a socket and opened another under the same number while it tried several hosts.
            epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event)
        }
    }

    /// Stops watching; call before libpq closes the descriptor. On the reactor's thread.
    func forget(descriptor: Int32) {
        guard wires.removeValue(forKey: descriptor) != nil else { return }
        epoll_ctl(epoll, EPOLL_CTL_DEL, descriptor, nil)
    }

    private func start() {
        var thread = pthread_t()
        let context = Unmanaged.passRetained(self).toOpaque()
        pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                let reactor = Unmanaged<Reactor>.fromOpaque(context).takeRetainedValue()
                caunoi_name_thread("libpq")
                reactor.loop()
                return nil
            }, context)
        pthread_detach(thread)
    }

    private func loop() {
        var events = [epoll_event](repeating: epoll_event(), count: 64)
        while !stopped {
            let ready = epoll_wait(epoll, &events, Int32(events.count), -1)
            for event in events.prefix(Int(max(0, ready))) where event.data.fd != wakeUp {
                wires[event.data.fd]?.ready()
            }
            runInbox()
        }
    }

    private func runInbox() {
        var count: UInt64 = 0
        _ = read(wakeUp, &count, 8)
        let actions = inbox.withLock { actions in
            let taken = actions
            actions.removeAll(keepingCapacity: true)
            return taken
        }
        for action in actions {
            action(self)
        }
    }
}
