import ArgumentParser

/// `caunoi servers`: PostgreSQL and RabbitMQ alone, for tests (compose/test-servers).
struct Servers: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Start a private PostgreSQL and RabbitMQ alone, for tests; their addresses go to test-servers.env in the data folder.",
        shouldDisplay: false)

    @OptionGroup var folder: FolderOption

    @Flag(help: "Return when both are ready, and go on in the background.")
    var detach = false

    @Option(help: .hidden)
    var progressDescriptor: Int32?

    func run() async throws {
        try await Startup(
            data: folder.path, port: 0, options: Plan.Options(workers: 0, serversOnly: true), demonstration: false, detach: detach,
            arguments: ["servers"], relay: progressDescriptor
        ).run()
    }
}
