/// What a command asks of the running supervisor: one line of JSON there, one back.
enum ControlRequest: Codable, Sendable {
    case status
    case stop
    case workers(Int)
}

/// What the supervisor answers.
enum ControlAnswer: Codable, Sendable {
    case status(SystemStatus)
    case done(String)
    case refused(String)
}
