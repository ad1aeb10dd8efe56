import Foundation

/// `postmaster.pid`, in which PostgreSQL says who it is and how far it has come.
struct PostmasterFile: Sendable {
    let pid: Int32
    let isReady: Bool

    /// Reads it from a database folder; nil where there is none.
    init?(_ database: String) {
        guard let text = try? String(contentsOfFile: "\(database)/postmaster.pid", encoding: .utf8) else { return nil }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard let first = lines.first, let pid = Int32(first) else { return nil }
        self.pid = pid
        isReady = lines.count > 7 && lines[7].trimmingCharacters(in: .whitespaces) == "ready"
    }
}
