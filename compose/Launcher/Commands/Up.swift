import ArgumentParser
import Foundation

/// `caunoi up`: starts the whole system.
struct Up: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Start the whole system: private PostgreSQL and RabbitMQ, six services, reporting workers, the front door.",
        discussion: "It stays in the foreground until Ctrl-C; with --detach it returns when all is ready.")

    @OptionGroup var folder: FolderOption

    @Option(help: "The front door's port on this machine; 0 takes any free one. (default: 8080)")
    var port: Int?

    @Flag(help: "Two centres, a branch, a participating organisation and 20 helpers at each centre; all invented.")
    var demo = false

    @Option(help: "How many reporting workers. (default: 1)")
    var workers: Int?

    @Flag(help: "Return when all is ready, and go on in the background.")
    var detach = false

    @Option(help: "A file with seconds that services add to their clock; with --demo only.")
    var clock: String?

    @Option(help: .hidden)
    var progressDescriptor: Int32?

    func validate() throws {
        if clock != nil, !demo { throw ValidationError("--clock moves the time of a demonstration: it needs --demo.") }
        if let workers, !(0...64).contains(workers) { throw ValidationError("--workers takes 0 to 64.") }
    }

    func run() async throws {
        let settings = try await Settings.read()
        let clockFile = clock.map { URL(fileURLWithPath: $0).standardizedFileURL.path }
        let options = Plan.Options(host: settings.host, workers: workers ?? settings.workers, clock: clockFile, isDemonstration: demo)
        var arguments = ["up", "--port", "\(port ?? settings.port)", "--workers", "\(options.workers)"]
        if demo { arguments.append("--demo") }
        if let clockFile { arguments += ["--clock", clockFile] }
        try await Startup(
            data: folder.path, port: port ?? settings.port, options: options, demonstration: demo, detach: detach, arguments: arguments,
            relay: progressDescriptor
        ).run()
    }
}
