import ArgumentParser

/// `caunoi`: starts, watches, stops and serves the whole system on one machine; its face is described in the README.
@main
struct Caunoi: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "caunoi",
        abstract: "Cầu Nối: state legal aid, from the request to the figures.",
        subcommands: [
            Up.self, Down.self, Status.self, Workers.self, Token.self, Keys.self, Config.self, Demo.self, Report.self, Import.self,
            Messages.self,
            Audit.self,
            Servers.self,
        ]
    )
}
