import Foundation

/// One process and no other: its id together with the moment it began, since ids are used again.
struct ProcessIdentity: Codable, Hashable, Sendable {
    let pid: Int32
    /// Clock ticks between the machine's start and the process's (`/proc/PID/stat`, field 22).
    let startTicks: UInt64

    /// The process that has this id now; nil where there is none.
    static func of(_ pid: Int32) -> ProcessIdentity? {
        guard let fields = statFields(pid), fields.count > 19, let ticks = UInt64(fields[19]) else { return nil }
        return ProcessIdentity(pid: pid, startTicks: ticks)
    }

    /// Whether it still runs; one that has ended and only waits to be reaped does not.
    var isAlive: Bool {
        guard let fields = Self.statFields(pid), fields.count > 19, UInt64(fields[19]) == startTicks else { return false }
        return fields[0] != "Z" && fields[0] != "X"
    }

    /// Sends `signal` if the process is still the same one.
    func send(_ signal: Int32) {
        if isAlive { _ = kill(pid, signal) }
    }

    /// The fields of `/proc/PID/stat` after the name, which may itself hold spaces and brackets.
    private static func statFields(_ pid: Int32) -> [Substring]? {
        guard let text = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8), let end = text.lastIndex(of: ")") else {
            return nil
        }
        return text[text.index(after: end)...].split(whereSeparator: \.isWhitespace)
    }
}

extension ProcessIdentity {
    /// Which run of the machine this is: identities of an earlier one mean nothing.
    static var machineRun: String {
        let text = (try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)) ?? ""
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
