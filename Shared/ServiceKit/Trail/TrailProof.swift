package import Foundation
import Models

/// Checks an exported trail, with nothing but its files and Portal's public key: that no entry was altered, added, moved or removed, and that the chain
/// is the one whose heads were signed.
package struct TrailProof: Sendable {
    /// What was found.
    package struct Finding: Sendable, Equatable {
        package var files = 0
        package var blocks = 0
        package var entries = 0
        package var heads = 0
        /// The last block that a signed head covers.
        package var covered = 0
        package var last = 0
        package var faults: [String] = []
    }

    let publicKeyPEM: String

    package init(publicKeyPEM: String) {
        self.publicKeyPEM = publicKeyPEM
    }

    /// All days of a folder, or some of its files.
    package func check(_ files: [URL], heads: URL) async -> Finding {
        var finding = Finding()
        var hashes: [Int: String] = [:]
        var previous: TrailBlock?
        for file in files {
            finding.files += 1
            do {
                for sealed in try TrailFile.read(file) {
                    if let fault = sealed.block.fault(sealing: sealed.lines, after: previous) {
                        finding.faults.append("\(file.lastPathComponent), block \(sealed.block.number): \(fault)")
                    }
                    finding.blocks += 1
                    finding.entries += sealed.lines.count
                    finding.last = sealed.block.number
                    hashes[sealed.block.number] = sealed.block.sha256
                    previous = sealed.block
                }
            } catch {
                finding.faults.append("\(error)")
            }
        }
        await check(heads, hashes, &finding)
        return finding
    }

    private func check(_ file: URL, _ hashes: [Int: String], _ finding: inout Finding) async {
        let first = hashes.keys.min() ?? 1
        for (index, token) in ((try? String(contentsOf: file, encoding: .utf8)) ?? "").split(separator: "\n").enumerated() {
            guard let head = try? await TrailHead.verified(String(token), publicKeyPEM: publicKeyPEM) else {
                finding.faults.append("\(TrailFile.heads), line \(index + 1): not signed by this installation")
                continue
            }
            // Of days that are not looked at, or whose time is over.
            if head.number < first { continue }
            finding.heads += 1
            switch hashes[head.number] {
            case head.sha256: finding.covered = max(finding.covered, head.number)
            case nil: finding.faults.append("block \(head.number), whose head was signed, is missing: the chain was cut")
            default: finding.faults.append("block \(head.number) is not the one whose head was signed")
            }
        }
    }
}
