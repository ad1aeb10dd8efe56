import Synchronization
import Testing

@testable import ServiceKit

struct SharedWorkTests {
    /// Work that waits until it is let go, and tells of what it was begun for.
    private final class Desk: Sendable {
        struct Begun: Equatable {
            let number: Int
            let askers: Set<Int>
        }

        let shared = SharedWork<String, Int, Int>()
        private let begun = Mutex<[Begun]>([])
        private let gates = AsyncStream<Void>.makeStream()

        var pieces: [Begun] { begun.withLock { $0 } }

        func letOneGo() { gates.continuation.yield() }

        /// The number of the piece that answered.
        func ask(_ key: String = "register", as asker: Int = 0) async throws -> Int {
            try await shared(key, for: asker) { askers in
                let number = self.begun.withLock { begun in
                    begun.append(Begun(number: begun.count + 1, askers: Set(askers)))
                    return begun.count
                }
                for await _ in self.gates.stream { break }
                return number
            }
        }

        func until(pieces count: Int, waiting: Int = 0) async throws {
            while pieces.count < count || shared.asking < waiting { try await Task.sleep(for: .milliseconds(1)) }
        }
    }

    @Test func whoAsksWhileItIsUnderWayIsGivenWhatBeganLater() async throws {
        let desk = Desk()
        async let first = desk.ask()
        try await desk.until(pieces: 1)
        async let others = withThrowingTaskGroup(of: Int.self) { group in
            for asker in 1...20 { group.addTask { try await desk.ask(as: asker) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        try await desk.until(pieces: 1, waiting: 20)
        desk.letOneGo()
        #expect(try await first == 1)
        desk.letOneGo()
        #expect(try await others == Array(repeating: 2, count: 20))
        #expect(desk.pieces == [.init(number: 1, askers: [0]), .init(number: 2, askers: Set(1...20))])
        #expect(desk.shared.isIdle)
    }

    @Test func anotherQuestionWaitsForNobody() async throws {
        let desk = Desk()
        async let one = desk.ask("one centre")
        async let other = desk.ask("another")
        try await desk.until(pieces: 2)
        desk.letOneGo()
        desk.letOneGo()
        #expect(try await Set([one, other]) == [1, 2])
    }

    @Test func whatFailsIsToldToAllWhoWaitedAndTheNextTriesAgain() async throws {
        struct Fault: Error {}
        let shared = SharedWork<Int, Void, Int>()
        let begun = AsyncStream<Void>.makeStream()
        let gate = AsyncStream<Void>.makeStream()
        let first = Task {
            try await shared(1, for: ()) { _ in
                begun.continuation.yield()
                for await _ in gate.stream { break }
                return 1
            }
        }
        for await _ in begun.stream { break }
        let others = (0..<3).map { _ in Task { try await shared(1, for: ()) { _ in throw Fault() } } }
        while shared.asking < 3 { try await Task.sleep(for: .milliseconds(1)) }
        gate.continuation.yield()
        #expect(try await first.value == 1)
        for other in others {
            await #expect(throws: Fault.self) { try await other.value }
        }
        #expect(try await shared(1, for: ()) { _ in 7 } == 7)
    }

    @Test func whoComesBackBeforeThePauseIsOverIsGathered() async throws {
        let gate = AsyncStream<Void>.makeStream()
        let shared = SharedWork<Int, Void, Int>(pause: .seconds(3_600)) { _ in
            for await _ in gate.stream { break }
        }
        let begun = Tally()
        let ask = { @Sendable in
            try await shared(1, for: ()) { askers in
                begun.add(1)
                return askers.count
            }
        }
        #expect(try await ask() == 1)
        async let others = withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<10 { group.addTask { try await ask() } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        while shared.asking < 10 { try await Task.sleep(for: .milliseconds(1)) }
        #expect(begun.total == 1)
        gate.continuation.yield()
        #expect(try await others == Array(repeating: 10, count: 10))
        gate.continuation.yield()
        while !shared.isIdle { try await Task.sleep(for: .milliseconds(1)) }
    }

    private final class Tally: Sendable {
        private let count = Mutex(0)
        var total: Int { count.withLock { $0 } }

        func add(_ more: Int) { count.withLock { $0 += more } }
    }

    @Test func nothingIsLostHoweverTheyMeet() async throws {
        let shared = SharedWork<Int, Void, Int>()
        let done = Tally()
        let answers = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<2_000 {
                group.addTask {
                    try await shared(number % 3, for: ()) { askers in
                        done.add(askers.count)
                        await Task.yield()
                        return number % 3
                    }
                }
            }
            return try await group.reduce(into: 0) { total, _ in total += 1 }
        }
        #expect(answers == 2_000)
        #expect(done.total == 2_000)
    }
}
