/// What one connection is for: publishing, or consuming. Lives on the connection's thread and is called from nowhere else.
protocol ConnectionRole: AnyObject, SendableMetatype {
    /// What others ask of it.
    associatedtype Command: Sendable

    /// The connection was made: open channels and take up again what was going on before the last one was lost.
    func attach(to connection: AMQPConnection) throws
    /// The connection was lost.
    func detach(because reason: BrokerError)
    /// Somebody asked for something. May be called without a connection.
    func accept(_ command: Command)
    /// The broker said something.
    func handle(_ event: ConnectionEvent) throws
    /// A turn of sending; a short one.
    func work() throws -> Readiness
    /// The turn's reading, or its work, is over: passes on to others what it has gathered for them.
    func handOver()
    /// Whether others are likely to ask for something within a millisecond, so that they need not wake the thread for it.
    var expectsCommandsSoon: Bool { get }
    /// Gives up what has waited too long. May be called without a connection.
    func expire()
    /// When ``expire()`` or ``work()`` next has something to do by itself.
    var deadline: ContinuousClock.Instant? { get }
    /// Whether nothing is under way, so that the connection can be closed.
    var isIdle: Bool { get }
    /// The end: answers everybody who still waits. Later commands are answered the same way.
    func finish()
}

/// What a role needs to go on.
enum Readiness {
    /// A command, an event or the deadline.
    case waiting
    /// Room in the socket.
    case writable
    /// Nothing: it has more to do now.
    case ready
}
