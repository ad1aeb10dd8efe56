import AsyncHTTPClient
import Foundation
import Models
import NIOCore
import NIOHTTP1

/// An old register handed to the running system through its front door, as its page does, with an administrator's token of the organisation.
struct RegisterImportOrder: Sendable {
    /// How long a file may take; the system works on when this command has given up.
    private static let patience = Duration.seconds(3_600)

    /// The file's name, as it is kept.
    let name: String
    let organisation: OrganisationID
    let makesCases: Bool
    /// Hears how far it has come.
    let says: @Sendable (String) -> Void

    /// Sends the file, waits until every line was looked at, has the cases made where that is wanted, and waits for them. Throws `LaunchError` where
    /// nothing runs, the system refuses the file, or it does not come to an end.
    func bringIn(_ data: Data, into folder: DataFolder) async throws -> (PublicAPI, Outcome) {
        let api = try await api(folder)
        let begin = ContinuousClock.now
        var outcome = try await send(data, api)
        says("\(name): \(outcome.rows) lines")
        outcome = try await wait(for: outcome, until: { $0.status != "checking" }, api)
        says("looked at in \(Self.seconds(since: begin)): \(outcome.words)")
        guard makesCases, outcome.status == "checked", outcome.lines.ready > 0 else {
            guard makesCases, outcome.status == "importing" else { return (api, outcome) }
            return (api, try await wait(for: outcome, until: { $0.status == "done" }, api))
        }
        let confirmed = ContinuousClock.now
        outcome = try await wait(for: try await confirm(outcome, api), until: { $0.status == "done" }, api)
        says("made in \(Self.seconds(since: confirmed))")
        return (api, outcome)
    }

    /// The lines that make no case, as a spreadsheet in the language of the register.
    func report(of id: String, _ api: PublicAPI) async throws -> Data {
        var request = api.request("/api/v1/register-imports/\(id)/report")
        request.headers.replaceOrAdd(name: "Accept-Language", value: "vi")
        return try await api.bytes(request, "the report of the import", within: 120, atMost: 256 << 20)
    }

    /// The first lines that cannot become cases.
    func wrongLines(of id: String, atMost count: Int, _ api: PublicAPI) async throws -> [WrongLine] {
        struct Page: Decodable { let items: [WrongLine] }
        let path = "/api/v1/register-imports/\(id)/lines?verdict=wrong&limit=\(count)"
        return try JSONDecoder().decode(Page.self, from: try await api.bytes(api.request(path), "the lines of the import")).items
    }

    private func api(_ folder: DataFolder) async throws -> PublicAPI {
        let state = try StateFile.ofRunning(folder)
        let token = try await TokenIssue(role: .administrator, organisation: organisation, lifetime: 7_200).token(in: folder)
        return PublicAPI(address: "http://127.0.0.1:\(state.port)", token: token)
    }

    private func send(_ data: Data, _ api: PublicAPI) async throws -> Outcome {
        let escaped = name.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "register"
        var request = api.request("/api/v1/register-imports?organisation=\(organisation)&filename=\(escaped)")
        request.method = .POST
        let isSheet = name.lowercased().hasSuffix(".xlsx")
        request.headers.add(
            name: "Content-Type", value: isSheet ? "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" : "text/csv")
        request.body = .bytes(ByteBuffer(bytes: data))
        return try await outcome(request, "the file", api, within: 600)
    }

    private func confirm(_ outcome: Outcome, _ api: PublicAPI) async throws -> Outcome {
        var request = api.request("/api/v1/register-imports/\(outcome.id)/confirmation")
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        request.headers.add(name: "If-Match", value: "\"\(outcome.version)\"")
        request.headers.add(name: "Idempotency-Key", value: "import-\(outcome.id)-\(outcome.version)")
        request.body = .bytes(ByteBuffer(string: "{}"))
        return try await self.outcome(request, "the confirmation", api, within: 60)
    }

    private func wait(for outcome: Outcome, until isDone: (Outcome) -> Bool, _ api: PublicAPI) async throws -> Outcome {
        let deadline = ContinuousClock.now + Self.patience
        var (latest, said) = (outcome, ContinuousClock.now)
        while ContinuousClock.now < deadline {
            if isDone(latest) { return latest }
            try await Task.sleep(for: .milliseconds(250))
            latest = try await self.outcome(api.request("/api/v1/register-imports/\(outcome.id)"), "the import", api, within: 30)
            guard ContinuousClock.now - said > .seconds(5) else { continue }
            says("  \(latest.words)")
            said = ContinuousClock.now
        }
        throw LaunchError(
            "the file is not done after \(Self.patience)", remedy: "the system works on; run the same command again to look")
    }

    private func outcome(_ request: HTTPClientRequest, _ what: String, _ api: PublicAPI, within seconds: Int64) async throws -> Outcome {
        try JSONDecoder().decode(Outcome.self, from: try await api.bytes(request, what, within: seconds))
    }

    private static func seconds(since begin: ContinuousClock.Instant) -> String {
        let spent = (ContinuousClock.now - begin) / .seconds(1)
        return "\((spent * 10).rounded() / 10) s"
    }

    /// What the system tells of the import.
    struct Outcome: Codable, Sendable {
        /// Lines by what comes, or came, of them.
        struct Lines: Codable, Sendable {
            let ready: Int
            let known: Int
            let wrong: Int
            let made: Int
        }

        let id: String
        let status: String
        let rows: Int
        let version: Int
        let lines: Lines

        var words: String { "\(lines.made) made, \(lines.ready) ready, \(lines.known) known already, \(lines.wrong) wrong" }

        func json() throws -> Data {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
            return try encoder.encode(self)
        }
    }
}
