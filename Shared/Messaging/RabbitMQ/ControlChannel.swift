/// The channel for questions and declarations, one after another. The broker closes it with each refusal; it is opened again for the next.
struct ControlChannel {
    static let number: UInt16 = 1

    private var isOpen = false
    private var calls = Queue<ControlCall>()

    var isEmpty: Bool { calls.isEmpty }
    var deadline: ContinuousClock.Instant? { calls.first?.deadline }

    mutating func append(_ call: ControlCall) {
        calls.append(call)
    }

    /// The broker has closed it, or the connection is gone.
    mutating func lost() {
        isOpen = false
    }

    /// Gives up what nobody waits for any more, or was not asked in time.
    mutating func expire(_ trouble: BrokerError?) {
        while let call = calls.first, call.isOver || call.deadline <= .now {
            calls.removeFirst()
            call.answer(.failure(BrokerError(.timedOut, "RabbitMQ could not be asked in time. \(trouble?.message ?? "")")))
        }
    }

    mutating func failAll(_ reason: BrokerError) {
        while let call = calls.popFirst() { call.answer(.failure(reason)) }
    }

    /// Asks the next one. False where there is none.
    mutating func askNext(_ connection: AMQPConnection) throws -> Bool {
        guard let call = calls.popFirst() else { return false }
        guard !call.isOver else { return true }
        do {
            call.answer(.success(try ask(call.operation, connection)))
        } catch let closed as ChannelClosed {
            call.answer(.failure(closed.reason))
        } catch {
            call.answer(.failure(error))
            throw error
        }
        return true
    }

    /// Asks at once. Throws ``ChannelClosed`` where the broker refuses.
    mutating func ask(_ operation: ControlCall.Operation, _ connection: AMQPConnection) throws -> QueueDepth? {
        do {
            if !isOpen { try connection.openChannel(Self.number) }
            isOpen = true
            defer { connection.release(Self.number) }
            return try operation.perform(on: connection, channel: Self.number)
        } catch let closed as ChannelClosed {
            isOpen = false
            throw closed
        }
    }
}
