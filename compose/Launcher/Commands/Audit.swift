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
            let found = try await find()
            print("files \(found.files), blocks \(found.blocks), entries \(found.entries), signed heads \(found.heads)")
            if found.dropped > 0 { print("days dropped when their time was over: \(found.dropped)") }
            for fault in found.faults { print("FAULT: \(fault)") }
            guard found.faults.isEmpty else { throw ExitCode.failure }
            let open = found.last - found.covered
            print(
                open == 0
                    ? "The trail is whole, up to its last block."
                    : "The trail is whole. Its last \(open) blocks are younger than the last signed head (one is signed every hour).")
        }

        private func find() async throws -> TrailProof.Finding {
            let place = try file.map { URL(filePath: $0).deletingLastPathComponent() } ?? URL(filePath: existing().audit)
            guard file != nil || !TrailFile.days(in: place).isEmpty else {
                throw LaunchError("there is no exported trail in \(place.path) (yet): it is written while the system runs")
            }
            let proof = TrailProof(publicKeyPEM: try String(contentsOfFile: try key ?? existing().publicKey, encoding: .utf8))
            let heads = heads.map { URL(filePath: $0) } ?? place.appending(path: TrailFile.heads)
            guard let file else { return await proof.check(folder: place, heads: heads) }
            return await proof.check(file: URL(filePath: file), heads: heads)
        }

        private func existing() throws -> DataFolder { try DataFolder.existing(folder.path) }
    }
}
