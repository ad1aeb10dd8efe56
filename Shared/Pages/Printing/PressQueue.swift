import ServiceKit

/// Lets few at once make large files, and some more wait for them; who comes when so many wait is asked to come again.
package actor PressQueue {
    private var free: Int
    private let mostWaiting: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    package init(places: Int, mostWaiting: Int) {
        free = places
        self.mostWaiting = mostWaiting
    }

    /// Runs `work` once there is a place. Throws 503 where too many wait already.
    package nonisolated func run<Made: Sendable>(_ work: () async throws -> Made) async throws -> Made {
        try await enter()
        do {
            let made = try await work()
            await leave()
            return made
        } catch {
            await leave()
            throw error
        }
    }

    private func enter() async throws {
        if free > 0 {
            free -= 1
        } else {
            guard waiting.count < mostWaiting else { throw Self.busy }
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    private func leave() {
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
    }

    private static let busy = Problem.unavailable(
        Bilingual(vi: "Đang có nhiều tệp được tạo. Hãy thử lại sau ít phút.", en: "Many files are being made. Try again in a moment."))
}
