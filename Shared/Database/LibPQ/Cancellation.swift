import CPostgreSQL

/// The cancel request of one connection. `PQcancel` blocks, on a connection of its own, until the server has passed the request on: a thread of its
/// own calls it, and what is answered meanwhile is held back, so that a late request cannot hit the statement of the next user.
struct Cancellation {
    /// The server was told to stop, and has not said that it heard.
    private(set) var isUnderWay = false
    /// What was to stop.
    private(set) weak var asked: AnyObject?
    /// What waits until it has.
    var held: [() -> Void] = []
    private var patience: Timers.ID?

    mutating func ask(_ connection: OpaquePointer, wire: Wire, to stop: AnyObject?) {
        guard !isUnderWay else { return }
        guard let request = PQgetCancel(connection) else { return }
        isUnderWay = true
        asked = stop
        patience = wire.thread.after(.seconds(5)) { [weak wire] in wire?.cancelReturned("the server did not answer within 5 s") }
        let handle = Handle(pointer: request)
        OwnThread.start("libpq-cancel") {
            var reason = [CChar](repeating: 0, count: 256)
            let isHeard = PQcancel(handle.pointer, &reason, Int32(reason.count)) == 1
            PQfreeCancel(handle.pointer)
            let message = isHeard ? nil : reason.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } }
            wire.thread.perform { wire.cancelReturned(message) }
        }
    }

    /// The request is over. Returns what was held back.
    mutating func returned(on thread: ConnectionThread) -> [() -> Void] {
        isUnderWay = false
        if let patience { thread.cancel(patience) }
        patience = nil
        defer { held = [] }
        return held
    }

    /// `@unchecked Sendable`: handed to one thread, which alone uses and frees it; libpq allows that beside the use of the PGconn.
    private struct Handle: @unchecked Sendable {
        let pointer: OpaquePointer
    }
}
