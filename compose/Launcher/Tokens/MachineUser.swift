import Foundation

/// The machine's user who gave the command, for the audit trail.
enum MachineUser {
    static var name: String { name(of: getuid(), environment: ProcessInfo.processInfo.environment) }

    /// Whom sudo names counts where the process is root's alone: anybody else can set the variable by hand.
    static func name(of user: uid_t, environment: [String: String]) -> String {
        guard user == 0, let caller = environment["SUDO_UID"].flatMap({ uid_t($0) }) else { return known(user) }
        return known(caller)
    }

    private static func known(_ user: uid_t) -> String { getpwuid(user).map { String(cString: $0.pointee.pw_name) } ?? "\(user)" }
}
