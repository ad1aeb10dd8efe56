import Database
import Foundation
import Messaging
import Models
import Synchronization

@testable import Outbox

/// What handlers were given.
actor Heard {
    private struct Notes {
        var all: [CaseMoving] = []
        var envelopes: [Envelope] = []
        var traces: [String?] = []
    }

    private nonisolated let notes = Mutex(Notes())
    private(set) var sizes: [Int] = []
    private(set) var attempts = 0
    private var isOpen = false

    var all: [CaseMoving] { notes.withLock { $0.all } }
    var envelopes: [Envelope] { notes.withLock { $0.envelopes } }
    var traces: [String?] { notes.withLock { $0.traces } }

    /// Counts once `transaction` is committed.
    nonisolated func note(_ message: CaseMoving, _ envelope: Envelope, trace: String? = nil, in transaction: Transaction) {
        transaction.afterCommit { [self] in
            notes.withLock {
                $0.all.append(message)
                $0.envelopes.append(envelope)
                $0.traces.append(trace)
            }
        }
    }

    func note(size: Int) { sizes.append(size) }

    func attempt() -> Int {
        attempts += 1
        return attempts
    }

    /// From now on handlers that ask succeed.
    func open() { isOpen = true }
    var opened: Bool { isOpen }

    func wait(for count: Int) async throws {
        try await until { all.count >= count }
    }

    func wait(attempts count: Int) async throws {
        try await until { attempts >= count }
    }

    private func until(_ holds: () -> Bool) async throws {
        let end = ContinuousClock.now + .seconds(120)
        while !holds() {
            guard .now < end else { throw BrokerError(.timedOut, "only \(all.count) were handled, in \(attempts) attempts") }
            try await Task.sleep(for: .milliseconds(10))
        }
    }
}

struct RecordingHandler: MessageHandler {
    let heard: Heard
    var late = LateRule.handle

    func handle(_ message: CaseMoving, _ envelope: Envelope, in transaction: Transaction) async throws {
        heard.note(message, envelope, trace: CurrentTrace.traceparent, in: transaction)
    }
}

struct FailingHandler: MessageHandler {
    struct NotYet: Error {}
    let heard: Heard
    let failures: Int

    func handle(_ message: CaseMoving, _ envelope: Envelope, in transaction: Transaction) async throws {
        if await heard.attempt() <= failures { throw NotYet() }
        heard.note(message, envelope, in: transaction)
    }
}

struct RefusingHandler: MessageHandler {
    func handle(_ message: CaseMoving, _ envelope: Envelope, in transaction: Transaction) async throws {
        throw Undeliverable("there is no such thing")
    }
}

/// Refuses one case, and writes the others down with an audit row, so that a rolled back transaction leaves none.
struct PickyHandler: MessageHandler {
    let heard: Heard
    let refused: CaseID

    func handle(_ message: CaseMoving, _ envelope: Envelope, in transaction: Transaction) async throws {
        guard message.case != refused else { throw Undeliverable("not this case") }
        try transaction.audit(
            AuditEntry(
                actor: "test", actorName: "test", role: .system, action: "effect", subjectKind: "case", subject: message.case.uuid,
                organisation: nil), at: Date())
        heard.note(message, envelope, in: transaction)
    }
}

/// Takes several at once.
struct CountingBatchHandler: BatchMessageHandler {
    typealias Received = CaseMoving

    let heard: Heard

    func handle(_ messages: [(message: CaseMoving, envelope: Envelope)], in transaction: Transaction) async throws {
        await heard.note(size: messages.count)
        for (message, envelope) in messages { heard.note(message, envelope, in: transaction) }
    }
}

/// One of its statements takes longer than it may, the first few times.
struct SlowHandler: MessageHandler {
    let heard: Heard
    let failures: Int

    func handle(_ message: CaseMoving, _ envelope: Envelope, in transaction: Transaction) async throws {
        if await heard.attempt() <= failures {
            try await transaction.execute("set local statement_timeout = 20")
            _ = try await transaction.rows("select pg_sleep(20)")
        }
        heard.note(message, envelope, in: transaction)
    }
}

/// Does not come to an end over one case, or one version of it, until it is opened or cancelled.
struct HangingHandler: MessageHandler {
    let heard: Heard
    let over: CaseID
    var version: Int?

    func handle(_ message: CaseMoving, _ envelope: Envelope, in transaction: Transaction) async throws {
        let isIt = message.case == over && (version ?? envelope.version) == envelope.version
        while isIt, await !heard.opened { try await Task.sleep(for: .milliseconds(10)) }
        heard.note(message, envelope, in: transaction)
    }
}

/// Fails, as if something that all need were away, until it is opened.
struct GatedHandler: MessageHandler {
    struct Away: Error {}
    let heard: Heard

    func handle(_ message: CaseMoving, _ envelope: Envelope, in transaction: Transaction) async throws {
        _ = await heard.attempt()
        guard await heard.opened else { throw Away() }
        heard.note(message, envelope, in: transaction)
    }
}
