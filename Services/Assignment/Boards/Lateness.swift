/// What an open case waits for, and has waited for too long.
enum Lateness: String, CaseIterable, Sendable {
    /// A helper (Law 11/2017, Điều 31.2, 33.2).
    case helper
    /// The written decision that names the helper: the law's time goes on until its date (Điều 31.4, 33.2).
    case decision
    /// The helper's answer. A lever of ours.
    case answer
}
