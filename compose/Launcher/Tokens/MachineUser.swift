import Foundation

/// The machine's user who gave the command, for the audit trail.
enum MachineUser {
    static var name: String {
        ProcessInfo.processInfo.environment["SUDO_USER"] ?? getpwuid(getuid()).map { String(cString: $0.pointee.pw_name) } ?? "\(getuid())"
    }
}
