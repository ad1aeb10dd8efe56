/// What the broker is told about a delivery when its handler is done.
package enum Disposition: Sendable, Hashable {
    /// Its effect is committed: forget it.
    case ack
    /// It was not handled: put it back into the queue (`requeue`), or send it to the dead queue. Back in the queue it may come after
    /// later messages of its aggregate that were already delivered.
    case reject(requeue: Bool)
}
