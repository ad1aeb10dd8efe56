import Foundation

/// What a part is: how it starts, how one sees that it answers, how it stops.
struct Blueprint: Sendable {
    let name: String
    /// The TCP port it listens on; nil where it has none of its own.
    var port: Int?
    let launch: Launch
    /// Whether the process with this id answers.
    let probe: @Sendable (Int32) async -> Bool
    var version: String?
    var stopSignal: Int32 = SIGTERM
    /// How long it may take to stop.
    var grace: Duration = .seconds(20)
    /// How long it may take to start.
    var patience: Duration = .seconds(60)

    /// The last lines of its log, for a person who must find out why it does not start.
    func endOfLog() -> String? {
        guard case .log(let path) = launch.output, let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
        let lines = text.split(separator: "\n").suffix(8)
        return lines.isEmpty ? "its log \(path) is empty" : lines.joined(separator: "\n       ") + "\n       (\(path))"
    }
}

/// How a part is at a moment.
struct Condition: Sendable {
    let pid: Int32?
    let state: State
    let restarts: Int

    enum State: String, Sendable, Codable {
        case starting, ready, restarting, stopping
    }
}
