package import Foundation
import Models

/// Checks an exported trail, with nothing but its files and Portal's public keys: that no entry was altered, added, moved or removed, and that the chain
/// is the one whose heads were signed.
package struct TrailProof: Sendable {
    /// What was found.
    package struct Finding: Sendable, Equatable {
        package var files = 0
        package var blocks = 0
        package var entries = 0
        package var heads = 0
        /// Days that were dropped when their time was over.
        package var dropped = 0
        /// The last block that a signed head covers.
        package var covered = 0
        package var last = 0
        package var faults: [String] = []
    }

    /// Seconds that the blocks may span which no signed head covers: one is signed every hour.
    private static let longestOpen = 7_200.0

    let publicKeyPEM: String

    package init(publicKeyPEM: String) {
        self.publicKeyPEM = publicKeyPEM
    }

    /// All days of a folder: the chain must begin with its first block, or go on from the days that were dropped.
    ///
    /// - Parameter heads: the signed heads; the folder's own by default.
    package func check(folder: URL, heads: URL? = nil) async -> Finding {
        var finding = Finding()
        let roots = await signed(TrailRoot.self, in: folder.appending(path: TrailFile.roots), &finding)
        finding.dropped = roots.count
        let blocks = blocks(in: TrailFile.days(in: folder), &finding)
        if let first = blocks.first, first.number != 1 {
            switch roots.last(where: { $0.number == first.number - 1 })?.sha256 {
            case first.previousSHA256: break
            case nil: finding.faults.append("what stood before block \(first.number) is missing, and nothing says that its time was over")
            default: finding.faults.append("block \(first.number) does not go on from the day that was dropped before it")
            }
        }
        await check(heads ?? folder.appending(path: TrailFile.heads), blocks, roots, &finding)
        return finding
    }

    /// One day's file: the chain may begin anywhere.
    package func check(file: URL, heads: URL) async -> Finding {
        var finding = Finding()
        let blocks = blocks(in: [file], &finding)
        await check(heads, blocks, [], &finding)
        return finding
    }

    private func blocks(in files: [URL], _ finding: inout Finding) -> [TrailBlock] {
        var found: [TrailBlock] = []
        for file in files {
            finding.files += 1
            do {
                for sealed in try TrailFile.read(file) {
                    if let fault = sealed.block.fault(sealing: sealed.lines, after: found.last) {
                        finding.faults.append("\(file.lastPathComponent), block \(sealed.block.number): \(fault)")
                    }
                    finding.blocks += 1
                    finding.entries += sealed.lines.count
                    finding.last = sealed.block.number
                    found.append(sealed.block)
                }
            } catch {
                finding.faults.append("\(error)")
            }
        }
        return found
    }

    /// Of heads before the first block that is there, only those can be looked at of which a root tells the hash.
    private func check(_ file: URL, _ blocks: [TrailBlock], _ roots: [TrailRoot], _ finding: inout Finding) async {
        let hashes = Dictionary(blocks.map { ($0.number, $0.sha256) } + roots.map { ($0.number, $0.sha256) }) { $1 }
        let first = blocks.first?.number ?? 1
        guard FileManager.default.isReadableFile(atPath: file.path) else {
            finding.faults.append("the signed heads cannot be read: \(file.path)")
            return
        }
        for head in await signed(TrailHead.self, in: file, &finding) {
            if head.number < first, hashes[head.number] == nil { continue }
            finding.heads += 1
            switch hashes[head.number] {
            case head.sha256: finding.covered = max(finding.covered, head.number)
            case nil: finding.faults.append("block \(head.number), whose head was signed, is missing: the chain was cut")
            default: finding.faults.append("block \(head.number) is not the one whose head was signed")
            }
        }
        if let open = blocks.first(where: { $0.number > finding.covered }), let last = blocks.last,
            last.sealedAt.timeIntervalSince(open.sealedAt) > Self.longestOpen
        {
            finding.faults.append(
                "no signed head covers block \(open.number) and those after it, though one is signed every hour: heads are missing")
        }
    }

    /// What stands in a file, a line each; none where there is no file. What Portal did not sign is a fault.
    private func signed<Statement: TrailStatement>(
        _ kind: Statement.Type, in file: URL, _ finding: inout Finding
    ) async -> [Statement] {
        let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        var found: [Statement] = []
        for (index, token) in text.split(separator: "\n").enumerated() {
            if let statement = try? await Statement.verified(String(token), publicKeyPEM: publicKeyPEM) {
                found.append(statement)
            } else {
                finding.faults.append("\(file.lastPathComponent), line \(index + 1): not signed by this installation")
            }
        }
        return found
    }
}
