import Foundation
import Models

extension SampleCases {
    /// How long no case may find its helper before the rest is left open.
    private static let patience = Duration.seconds(30)

    private enum Step: Sendable {
        case ended(SampleTally.Outcome)
        /// Nobody has it yet: whoever ended it would be counted as nobody's work.
        case waiting(Opened)
    }

    /// Ends cases as drawn, each once it has its helper. Answers what became of them and how many still had none.
    func end(_ opened: [Opened]) async throws -> (tally: SampleTally, waiting: Int) {
        var tally = SampleTally()
        var rest = opened
        var progress = SampleProgress("endings", of: opened.count)
        var patience = ContinuousClock.now + Self.patience
        while !rest.isEmpty, ContinuousClock.now < patience {
            var waiting = [Opened]()
            try await inFlight(calls, rest, step) { step in
                switch step {
                case .waiting(let opened): waiting.append(opened)
                case .ended(let outcome):
                    tally.add(outcome)
                    progress.step()
                }
            }
            if waiting.count < rest.count { patience = ContinuousClock.now + Self.patience }
            rest = waiting
            if !rest.isEmpty { try await Task.sleep(for: .milliseconds(500)) }
        }
        progress.finish()
        return (tally, rest.count)
    }

    @Sendable private func step(_ opened: Opened) async throws -> Step {
        guard let id = ids[opened.organisation.key] else { return .ended(.refused("its organisation is missing")) }
        do {
            let token = try await token(opened.organisation, id)
            let seen: Seen = try await api.get("/api/v1/cases/\(opened.id)", token: token).decode()
            if !seen.status.isOpen { return .ended(.known) }
            if seen.helper == nil { return .waiting(opened) }
            return .ended(.init(try await end(opened, token)))
        } catch let error as SampleRefusal {
            return .ended(.refused(error.description))
        }
    }

    private func end(_ opened: Opened, _ token: String) async throws -> SampleAPI.Answer {
        let key = "\(mark)-\(opened.index)"
        switch opened.ending {
        case .finished(let date, let result):
            return try await api.post(
                "/api/v1/cases/\(opened.id)/completion", ["date": date.description, "result": result], key: key, token: token)
        case .stopped(let date, let ground):
            return try await api.post(
                "/api/v1/cases/\(opened.id)/stop", ["date": date.description, "ground": ground], key: key, token: token)
        }
    }

    private struct Seen: Decodable {
        let status: CaseState
        let helper: Helper?

        struct Helper: Decodable {}
    }
}
