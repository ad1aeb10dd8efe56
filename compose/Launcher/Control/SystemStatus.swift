/// How the whole system is, as `caunoi status --json` prints it.
struct SystemStatus: Codable, Sendable {
    var parts: [PartStatus] = []
    var queues: [QueueStatus] = []
    var outbox: [OutboxStatus] = []
    /// Messages laid aside in all services together.
    var parked = 0
    /// Messages that wait for an earlier one of their case, in all services together.
    var early = 0

    /// How many workers there are, those being started among them.
    var reportingWorkers: Int { parts.count { $0.name.hasPrefix("reporting-worker-") } }
}

/// One program; the fields are there even where they are null.
struct PartStatus: Codable, Sendable {
    let name: String
    let pid: Int32?
    let port: Int?
    var state: Condition.State
    let version: String?
    let restarts: Int

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        try container.encode(pid, forKey: .pid)
        try container.encode(port, forKey: .port)
        try container.encode(state, forKey: .state)
        try container.encode(version, forKey: .version)
        try container.encode(restarts, forKey: .restarts)
    }
}

/// One queue of the broker.
struct QueueStatus: Codable, Sendable {
    let name: String
    let ready: Int
    let unacked: Int
}

/// What a service has still to send.
struct OutboxStatus: Codable, Sendable {
    let service: String
    let rows: Int
    let oldestSeconds: Double

    enum CodingKeys: String, CodingKey {
        case service, rows
        case oldestSeconds = "oldest_seconds"
    }
}
