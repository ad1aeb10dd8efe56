import AsyncHTTPClient
import Foundation
import Models
import NIOCore
import NIOHTTP1

/// A report asked of the running system through its front door, with a token of the scope that the report needs.
struct ReportOrder: Sendable {
    /// How long a report may take.
    private static let patience = Duration.seconds(600)
    /// After which it is looked at whether anybody makes it.
    private static let surprise = Duration.seconds(5)

    let form: String
    let period: String
    let organisation: OrganisationID?
    let province: String?
    let all: Bool
    let wholePeriod: Bool
    /// Hears what it waits for.
    let says: @Sendable (String) -> Void

    /// The report as a file. Throws `LaunchError` where nothing runs, the system refuses, or the report does not come to an end.
    func file(_ format: String, language: String, from folder: DataFolder) async throws -> Data {
        let api = try await api(folder)
        let run = try await api.create("/api/v1/report-runs", Body(self), key: UUID().uuidString)
        try await wait(for: run, api, folder)
        var request = api.request("/api/v1/report-runs/\(run)/export?format=\(format)")
        request.headers.replaceOrAdd(name: "Accept-Language", value: language)
        return try await api.bytes(request, "the export of the report", within: 120, atMost: 256 << 20)
    }

    private func api(_ folder: DataFolder) async throws -> PublicAPI {
        let state = try StateFile.ofRunning(folder)
        let role: Role = all ? .ministry : organisation == nil ? .province : .leader
        let token = try await TokenIssue(role: role, organisation: organisation, province: province, lifetime: 900).token(in: folder)
        return PublicAPI(address: "http://127.0.0.1:\(state.port)", token: token)
    }

    private func wait(for run: String, _ api: PublicAPI, _ folder: DataFolder) async throws {
        let begin = ContinuousClock.now
        let deadline = begin + Self.patience
        var hasLooked = false
        var pause = Duration.milliseconds(50)
        while ContinuousClock.now < deadline {
            let answer = try await api.bytes(api.request("/api/v1/report-runs/\(run)"), "the report")
            let state = try JSONDecoder().decode(State.self, from: answer)
            switch state.status {
            case "done": return
            case "failed": throw LaunchError("the report could not be made: \(state.error ?? "no reason is on record")")
            default:
                try await Task.sleep(for: pause)
                pause = min(pause * 2, .seconds(1))
                guard !hasLooked, ContinuousClock.now - begin > Self.surprise else { continue }
                hasLooked = true
                if await lacksWorkers(folder) {
                    says(
                        "no reporting worker is running: the report waits until one is. Start one with: caunoi workers 1 --data \(folder.path)"
                    )
                }
            }
        }
        throw LaunchError(
            "the report is not done after \(Self.patience)", remedy: "see caunoi status; it may need more workers (caunoi workers N)")
    }

    /// False where the supervisor does not say.
    private func lacksWorkers(_ folder: DataFolder) async -> Bool {
        guard case .status(let status)? = try? await ControlClient(folder: folder).ask(.status) else { return false }
        return status.reportingWorkers == 0
    }

    private struct State: Decodable {
        let status: String
        let error: String?
    }

    /// What is posted.
    private struct Body: Encodable {
        let form: String
        let period: String
        let organisation: OrganisationID?
        let province: String?
        let all: Bool?
        let wholePeriod: Bool

        private enum CodingKeys: String, CodingKey {
            case form, period, organisation, province, all
            case wholePeriod = "whole_period"
        }

        init(_ order: ReportOrder) {
            form = order.form
            period = order.period
            organisation = order.organisation
            province = order.province
            all = order.all ? true : nil
            wholePeriod = order.wholePeriod
        }
    }
}
