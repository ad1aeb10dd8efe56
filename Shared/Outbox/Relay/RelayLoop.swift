import Foundation
import Logging
import Messaging
import Models

/// The relay at work on the shards that are its own: reads ahead, sends, and keeps what was confirmed, all at the same time. It holds no
/// transaction open while it waits for the broker.
struct RelayLoop {
    typealias Tasks = ThrowingDiscardingTaskGroup<any Error>

    /// Messages read at a time.
    private static let gulp = 500
    /// So many in one read tell that more are coming: the next read waits for ``gathering``, and costs the server little more than each single one.
    private static let many = 4
    private static let gathering = Duration.milliseconds(8)
    /// Aggregates held back at most; each read has to name them. When there are so many, something is wrong that is not theirs.
    private static let mostHeld = 50_000
    /// So many held back lengthen ``gathering`` once more.
    private static let heavy = 1_000
    /// Messages in hand at most, for each shard.
    private static let window = 1_000
    /// Messages confirmed that are marked in one statement, while others are still out.
    private static let marking = 128
    /// How old the id of a new message can be: partitions before are looked into by the sweeps only.
    private static let slack = 86_400.0
    /// Looks at where positions stand after the last message was read; it takes three to pass it.
    private static let lookingOn = 10
    private static let sweep = Duration.seconds(60)

    private let desk: RelayDesk
    private let reader: OutboxReader
    private let shards: Shards
    private let mailbox: RelayMailbox
    private let doorbell: Doorbell
    private var window = RelayWindow()
    private var floor = ReadingFloor()
    private var setbacks = Setbacks()
    private var confirmed: [OutboxRow] = []
    private var hasNews = true
    private var isReading = false
    /// Whether messages come so fast that the next read waits for more of them.
    private var gathers = false
    private var failure: (any Error)?
    private var isMarking = false
    /// Looks at where positions stand that are still to be taken, until the floor has come up.
    private var readings = 0
    private var isMarkingDue = false
    private var nextSweep = ContinuousClock.now + Self.sweep

    init(desk: RelayDesk, reader: OutboxReader, shards: Shards, mailbox: RelayMailbox, doorbell: Doorbell) {
        self.desk = desk
        self.reader = reader
        self.shards = shards
        self.mailbox = mailbox
        self.doorbell = doorbell
    }

    /// Works until the task is cancelled, and then keeps what it knows to be confirmed. Throws when nothing can be read any more.
    mutating func run(_ tasks: inout Tasks) async throws {
        while !Task.isCancelled, failure == nil {
            for event in mailbox.takeAll() { take(event, &tasks) }
            releaseHeld()
            send(&tasks)
            mark(&tasks)
            read(&tasks)
            if await doorbell.wait() { hasNews = true }
        }
        let (desk, known) = (desk, confirmed)
        await Task { try? await desk.confirm(known) }.value
        if let failure { throw failure }
    }

    private mutating func take(_ event: RelayMailbox.Event, _ tasks: inout Tasks) {
        switch event {
        case .read(let rows, let wanted): took(rows, wanted)
        case .answered(let rows, let outcomes): answered(rows, outcomes, &tasks)
        case .confirmed(let rows):
            isMarking = false
            window.forget(rows)
        case .notConfirmed(let rows):
            isMarking = false
            confirmed += rows
            setbacks.pauseDatabase()
        case .notRead(let error): failure = error
        case .reading(let reading): floor.take(reading)
        case .shardsChanged:
            window.leave(allBut: shards.active)
            floor.reset()
            hasNews = true
        case .tick: tick(&tasks)
        }
    }

    private mutating func tick(_ tasks: inout Tasks) {
        hasNews = true
        isMarkingDue = true
        shards.setBusy(window.shards)
        desk.show(held: window.heldCount, inHand: window.count, shards: shards.active.count)
        if ContinuousClock.now >= nextSweep {
            floor.reset()
            nextSweep = .now + Self.sweep
        }
        guard readings > 0 else { return }
        readings -= 1
        tasks.addTask { [desk, mailbox] in
            if let reading = await desk.reading() { mailbox.post(.reading(reading)) }
        }
    }

    // MARK: Reading

    private mutating func read(_ tasks: inout Tasks) {
        let mine = shards.active
        let room = min(Self.gulp, Self.window * mine.count - window.count, Self.mostHeld - window.heldCount)
        guard hasNews, !isReading, room > 0, !setbacks.databasePauses, !setbacks.brokerPauses else { return }
        hasNews = false
        isReading = true
        let wanted = OutboxReader.Wanted(
            floor: floor, shards: mine, positions: window.positions, aggregates: window.heldAggregates, limit: room)
        let burden = window.heldCount / Self.heavy
        let gathering = Self.gathering * (gathers || burden > 0 ? 1 + burden : 0)
        tasks.addTask { [reader, mailbox] in
            if gathering > .zero { try? await Task.sleep(for: gathering) }
            do {
                mailbox.post(.read(try await reader.pending(wanted), wanted: wanted))
            } catch {
                mailbox.post(.notRead(error))
            }
        }
    }

    private mutating func took(_ rows: [OutboxRow], _ wanted: OutboxReader.Wanted) {
        isReading = false
        setbacks.databaseAnswered()
        if rows.count == wanted.limit { hasNews = true }
        gathers = rows.count >= Self.many && rows.count < wanted.limit
        if !rows.isEmpty { readings = Self.lookingOn }
        let now = desk.now
        // What went to another copy meanwhile is left to it.
        window.add(shards.takeUp(rows), isAll: rows.count < wanted.limit) { row in
            row.nextAttemptAt.flatMap { $0 > now ? .now + .seconds(min($0.timeIntervalSince(now), Setbacks.longestHold)) : nil }
        }
        floor.moveUp(
            asked: wanted.floor, lastRead: rows.count == wanted.limit ? rows.last?.position : nil, firstOpen: window.firstOpen,
            oldest: UUID.first(at: now.addingTimeInterval(-Self.slack)))
    }

    // MARK: Sending

    private mutating func releaseHeld() {
        guard !isReading, !setbacks.brokerPauses, let lowest = window.release(at: .now) else { return }
        floor.lower(to: lowest)
        hasNews = true
    }

    private mutating func send(_ tasks: inout Tasks) {
        guard !setbacks.brokerPauses else { return }
        let rows = window.takeReady()
        guard !rows.isEmpty else { return }
        tasks.addTask { [desk, mailbox] in mailbox.post(.answered(rows, await desk.publish(rows))) }
    }

    private mutating func answered(_ rows: [OutboxRow], _ outcomes: [PublishOutcome], _ tasks: inout Tasks) {
        var failures: [OutboxStore.Failure] = []
        var away: String?
        var isAnswered = false
        for (row, outcome) in zip(rows, outcomes) {
            switch outcome {
            case .confirmed:
                isAnswered = true
                confirmed.append(row)
                window.confirmed(row)
            case .failed(let why):
                away = why
                window.hold(row, until: .now)
            case .withheld:
                window.withhold(row)
            case .returned, .nacked, .refused, .unanswered:
                isAnswered = true
                failures.append(hold(row, outcome))
            }
        }
        if let away { setbacks.pauseBroker(because: away, desk.logger) } else if isAnswered { setbacks.brokerAnswered() }
        desk.count(rows, outcomes)
        guard !failures.isEmpty else { return }
        desk.alarm(failures)
        tasks.addTask { [desk, failures] in await desk.keep(failures) }
    }

    private mutating func hold(_ row: OutboxRow, _ outcome: PublishOutcome) -> OutboxStore.Failure {
        var row = row
        row.attempts += 1
        let wait = Setbacks.hold(after: row.attempts)
        window.hold(row, until: .now + .seconds(wait))
        return OutboxStore.Failure(row: row, why: outcome.reason, next: desk.now.addingTimeInterval(wait))
    }

    // MARK: Marking

    private mutating func mark(_ tasks: inout Tasks) {
        guard !isMarking, !confirmed.isEmpty, !setbacks.databasePauses else { return }
        guard confirmed.count >= Self.marking || window.count == confirmed.count || isMarkingDue else { return }
        isMarking = true
        isMarkingDue = false
        let rows = confirmed
        confirmed.removeAll(keepingCapacity: true)
        tasks.addTask { [desk, mailbox] in
            do {
                try await desk.confirm(rows)
                mailbox.post(.confirmed(rows))
            } catch {
                mailbox.post(.notConfirmed(rows))
            }
        }
    }
}
