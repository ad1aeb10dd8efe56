import Foundation
import Models

extension SampleCases {
    /// Samples have no papers.
    private static let withoutPapers = "Vụ việc mẫu, không có giấy tờ thật."

    /// How long no case may find its helper before the rest is left open.
    private static let patience = Duration.seconds(30)

    /// Ends cases as drawn, each once it has its helper: whoever ended it before would be counted as nobody's work. Answers what became of
    /// them and how many still had none.
    func end(_ opened: [Opened]) async throws -> (tally: SampleTally, waiting: Int) {
        var tally = SampleTally()
        var rest = opened
        var progress = SampleProgress("endings", of: opened.count)
        var limit = ContinuousClock.now + Self.patience
        while !rest.isEmpty, ContinuousClock.now < limit {
            let waiting = try await withoutHelper(Set(rest.map(\.organisation.key)))
            let ready = rest.filter { !waiting.contains($0.id) }
            try await inFlight(calls, ready, end(one:)) {
                tally.add($0)
                progress.step()
            }
            if !ready.isEmpty { limit = ContinuousClock.now + Self.patience }
            rest = rest.filter { waiting.contains($0.id) }
            if !rest.isEmpty { try await Task.sleep(for: .milliseconds(500)) }
        }
        progress.finish()
        return (tally, rest.count)
    }

    /// The cases of these organisations that have no helper yet.
    private func withoutHelper(_ organisations: Set<String>) async throws -> Set<CaseID> {
        var found: Set<CaseID> = []
        try await inFlight(calls, organisations) { key in
            guard let organisation = drawing.organisation(key), let id = ids[key] else { return [Waiting]() }
            return try await api.everything("/api/v1/cases?status=\(CaseState.registered.rawValue)", token: token(organisation, id))
        } collect: {
            found.formUnion($0.map(\.id))
        }
        return found
    }

    @Sendable private func end(one opened: Opened) async throws -> SampleTally.Outcome {
        guard let id = ids[opened.organisation.key] else { return .refused("its organisation is missing") }
        let (path, key) = ("/api/v1/cases/\(opened.id)", "\(mark)-\(opened.index)")
        do {
            let token = try await token(opened.organisation, id)
            switch opened.ending {
            case .finished(let date, let result):
                return .init(
                    try await api.post(
                        "\(path)/completion",
                        ["date": date.description, "result": result, "missing_papers_reason": Self.withoutPapers], key: key, token: token))
            case .stopped(let date, let ground):
                return .init(try await api.post("\(path)/stop", ["date": date.description, "ground": ground], key: key, token: token))
            }
        } catch let error as SampleRefusal {
            return .refused(error.description)
        }
    }

    private struct Waiting: Decodable, Sendable {
        let id: CaseID
    }
}
