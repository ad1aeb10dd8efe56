import CLinux
import Foundation

/// A program to be started, in a session of its own, so that a Ctrl-C at the terminal reaches `caunoi` alone and the parts stop in order.
struct Launch: Sendable {
    var executable: String
    var arguments: [String] = []
    var environment: [String: String]
    var folder: String
    var output: Output
    /// Descriptors handed on: ours → the number the program finds it under.
    var descriptors: [Int32: Int32] = [:]
    /// What it may reach; nil: all that we may.
    var confinement: Confinement?

    /// Where the program's standard output and error go.
    enum Output: Sendable {
        /// Appended to this file.
        case log(String)
        /// Written to this descriptor of ours.
        case descriptor(Int32)
    }

    /// Starts it. Throws `LaunchError` where the system refuses.
    func spawn() throws -> ChildProcess {
        let output = try open()
        defer { if case .log = self.output { close(output) } }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        prepare(&actions, output)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        Self.prepare(&attributes)

        let argv = CStrings([executable] + arguments)
        let envp = CStrings(environment.map { "\($0.key)=\($0.value)" })
        var pid: pid_t = 0
        let code: Int32
        if let rules = try confinement?.rules() {
            defer { close(rules) }
            code = caunoi_spawn_held(rules, &pid, executable, &actions, &attributes, argv.pointers, envp.pointers)
        } else {
            code = posix_spawn(&pid, executable, &actions, &attributes, argv.pointers, envp.pointers)
        }
        guard code == 0 else { throw LaunchError("\(executable) could not be started: \(systemReason(code))") }
        return ChildProcess(pid: pid)
    }

    /// The descriptor that output goes to: opened by us, as a log lies where the program reaches nothing. Above those that the program is given.
    private func open() throws -> Int32 {
        switch output {
        case .descriptor(let descriptor): return descriptor
        case .log(let path):
            let opened = Glibc.open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o640)
            guard opened >= 0 else { throw LaunchError("the log \(path) cannot be written: \(systemReason(errno))") }
            if opened > 2 { return opened }
            defer { close(opened) }
            return fcntl(opened, F_DUPFD_CLOEXEC, 3)
        }
    }

    private func prepare(_ actions: inout posix_spawn_file_actions_t, _ output: Int32) {
        posix_spawn_file_actions_addchdir_np(&actions, folder)
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        for (ours, theirs) in descriptors { posix_spawn_file_actions_adddup2(&actions, ours, theirs) }
        posix_spawn_file_actions_addclosefrom_np(&actions, (descriptors.values.max() ?? 2) + 1)
    }

    /// A session of its own, no blocked signal, every signal as the system has it at first.
    private static func prepare(_ attributes: inout posix_spawnattr_t) {
        var none = sigset_t()
        sigemptyset(&none)
        var all = sigset_t()
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(&attributes, caunoi_spawn_setsid | Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    }
}
