import ArgumentParser
import Foundation
import Models

/// `caunoi report`: statistical forms, filled in.
struct Report: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Fill in a statistical form.", subcommands: [Run.self])

    /// `caunoi report run`
    struct Run: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Fill in a statistical form for a period, and write it to a file.",
            discussion: "The report is made by the running system, as on its page /reports; the token that asks for it is audited.")

        /// What the file can be.
        enum Format: String, ExpressibleByArgument, CaseIterable {
            case xlsx, pdf, csv, json
        }

        @Option(help: "The form: bieu-24 or bieu-25.")
        var form: String

        @Option(help: "2026-H1, 2026, 2026-official or 2026-05.")
        var period: String

        @Option(name: [.long, .customLong("centre")], help: "Report on this organisation's own register.")
        var organisation: OrganisationID?

        @Option(help: "Report on every organisation of the province of this code.")
        var province: String?

        @Flag(help: "Report on the whole country.")
        var all = false

        @Flag(help: "Count to the end of the period, not real figures only: for internal use.")
        var wholePeriod = false

        @Option(help: "\(Format.allCases.map(\.rawValue).joined(separator: ", "))")
        var format: Format

        @Option(help: "The file to write.", completion: .file())
        var out: String

        @Option(help: "vi or en: the language of the report.")
        var language = "vi"

        @OptionGroup var folder: FolderOption

        func validate() throws {
            guard [organisation != nil, province != nil, all].count(where: \.self) == 1 else {
                throw ValidationError("Name one of --organisation, --province and --all.")
            }
            guard ["vi", "en"].contains(language) else { throw ValidationError("--language takes vi or en.") }
        }

        func run() async throws {
            let order = ReportOrder(
                form: form, period: period, organisation: organisation, province: province, all: all, wholePeriod: wholePeriod,
                says: { FileHandle.standardError.write(Data("\($0)\n".utf8)) })
            let data = try await order.file(format.rawValue, language: language, from: DataFolder.existing(folder.path))
            do {
                try data.write(to: URL(fileURLWithPath: out), options: .atomic)
            } catch {
                throw LaunchError("\(out) could not be written: \(error.localizedDescription)")
            }
            print("\(out): \(form), \(period), \(data.count) bytes")
        }
    }
}
