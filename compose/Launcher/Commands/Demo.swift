import ArgumentParser
import Foundation
import Rules

/// `caunoi demo`: adds synthetic data to a running system.
struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Add lifelike synthetic data to a running system, in proportion to the published national figures.",
        discussion: """
            Organisations and helpers that are missing are made, their names marked (mẫu); then cases come in through the public API. The same \
            command doubles nothing: it goes on where it was interrupted. More cases of the same seed come on top, another seed gives others.
            """)

    @Option(help: "How many centres, over the 34 provinces; beyond that a second and third in merged provinces.")
    var centres = 34

    @Option(help: "How many helpers a centre has; branches and participating organisations have a fifth.")
    var helpers = 20

    @Option(help: "How many accepted cases; a few undecided and refused requests come on top.")
    var cases: Int

    @Option(help: "What the chance starts from.")
    var seed: UInt64 = 1

    @OptionGroup var folder: FolderOption

    func validate() throws {
        let most = SampleOrganisation.mostCentres(try RulePacks.load().provinces)
        guard (1...most).contains(centres) else { throw ValidationError("--centres takes 1 to \(most).") }
        guard (1...100).contains(helpers) else { throw ValidationError("--helpers takes 1 to 100.") }
        guard (0...10_000_000).contains(cases) else { throw ValidationError("--cases takes 0 to 10000000.") }
    }

    func run() async throws {
        let folder = try DataFolder.existing(folder.path)
        try UnprivilegedUser.owner(of: folder.path)?.become()
        try await SampleRun(folder: folder, centres: centres, helpers: helpers, cases: cases, seed: seed).run()
    }
}
