import ArgumentParser
import Foundation
import Models

/// `caunoi import`: what was kept elsewhere, brought in.
struct Import: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Bring in what was kept elsewhere.", subcommands: [Register.self])

    /// `caunoi import register FILE`
    struct Register: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Bring an old register of cases (XLSX or CSV) into an organisation's.",
            discussion: """
                As on the page /cases/import, by the same operation of the running system: every line is looked at first, then a case is made of \
                each that is sound. The same file again goes on where it stands and makes nothing twice.

                With --dry-run the lines are looked at and nothing is made; the first ten of those that are wrong are shown.
                """)

        @Argument(help: "The spreadsheet.", completion: .file(extensions: ["xlsx", "csv"]))
        var file: String

        @Option(name: [.long, .customLong("centre")], help: "Into the register of this organisation.")
        var organisation: OrganisationID

        @Flag(help: "Look at every line and make nothing.")
        var dryRun = false

        @Flag(help: ArgumentHelp("What is done anyway, for scripts that say so.", visibility: .hidden))
        var yes = false

        @Option(help: "Write the lines that make no case, and why, into this file (XLSX).", completion: .file())
        var report: String?

        @Flag(help: "Say what came of it as JSON.")
        var json = false

        @OptionGroup var folder: FolderOption

        func validate() throws {
            if dryRun, yes { throw ValidationError("--dry-run makes nothing, --yes makes the cases: give one of them.") }
        }

        func run() async throws {
            let data: Data
            do {
                data = try Data(contentsOf: URL(fileURLWithPath: file), options: .mappedIfSafe)
            } catch {
                throw LaunchError("\(file) could not be read: \(error.localizedDescription)")
            }
            let isQuiet = json
            let order = RegisterImportOrder(
                name: URL(fileURLWithPath: file).lastPathComponent, organisation: organisation, makesCases: !dryRun,
                says: { if !isQuiet { print($0) } })
            let (api, outcome) = try await order.bringIn(data, into: DataFolder.existing(folder.path))
            if let report { try write(try await order.report(of: outcome.id, api), to: report) }
            if json {
                print(String(decoding: try outcome.json(), as: UTF8.self))
            } else {
                print(outcome.words)
                if dryRun { try await tell(of: outcome, order, api) }
            }
        }

        /// What a dry run is for: what to mend, and what would be made.
        private func tell(of outcome: RegisterImportOrder.Outcome, _ order: RegisterImportOrder, _ api: PublicAPI) async throws {
            let wrong = outcome.lines.wrong
            if wrong > 0 {
                let shown = try await order.wrongLines(of: outcome.id, atMost: Self.shown, api)
                for line in shown { print(line.words) }
                if wrong > shown.count { print("and \(wrong - shown.count) more: --report FILE writes them all down") }
            }
            if outcome.lines.ready > 0 {
                print("Nothing was made. Run it again without --dry-run to make \(outcome.lines.ready) cases.")
            }
        }

        /// How many wrong lines a dry run shows.
        private static let shown = 10

        private func write(_ data: Data, to path: String) throws {
            do {
                try data.write(to: URL(fileURLWithPath: path), options: .atomic)
            } catch {
                throw LaunchError("\(path) could not be written: \(error.localizedDescription)")
            }
        }
    }
}
