import ArgumentParser
import Foundation
import ServiceKit

/// `caunoi audit`: proofs about the audit trail.
struct Audit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Prove that the audit trail is whole.", subcommands: [Verify.self])

    /// `caunoi audit verify [FILE]`
    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check the exported trail, without any server: nothing altered, added, moved or removed.",
            discussion: """
                Reads audit/ in the data folder, or one day's file with the heads.jsonl beside it. Keep copies of heads.jsonl elsewhere: against such a
                copy also a trail shows that was cut, or made anew with its heads.
                """)

        @Argument(help: "One day's file; all days by default.")
        var file: String?

        @Option(help: "Signed heads that were kept elsewhere, in place of the heads.jsonl beside the files.")
        var heads: String?

        @Option(help: "Portal's public key (PEM); the one in the data folder by default.")
        var key: String?

        @OptionGroup var folder: FolderOption

        func run() async throws {
            let place = try file.map { URL(filePath: $0).deletingLastPathComponent() } ?? URL(filePath: existing().audit)
            let files = file.map { [URL(filePath: $0)] } ?? TrailFile.days(in: place)
            guard !files.isEmpty else {
                throw LaunchError("there is no exported trail in \(place.path) (yet): it is written while the system runs")
            }
            let pem = try String(contentsOfFile: try key ?? existing().publicKey, encoding: .utf8)
            let beside = place.appending(path: TrailFile.heads)
            let found = await TrailProof(publicKeyPEM: pem).check(files, heads: heads.map { URL(filePath: $0) } ?? beside)
            print("files \(found.files), blocks \(found.blocks), entries \(found.entries), signed heads \(found.heads)")
            for fault in found.faults { print("FAULT: \(fault)") }
            guard found.faults.isEmpty else { throw ExitCode.failure }
            let open = found.last - found.covered
            print(
                open == 0
                    ? "The trail is whole, up to its last block."
                    : "The trail is whole. Its last \(open) blocks are younger than the last signed head (one is signed every hour).")
        }

        private func existing() throws -> DataFolder { try DataFolder.existing(folder.path) }
    }
}
