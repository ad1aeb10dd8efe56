import Foundation
import Models
import Testing

@testable import ServiceKit

/// The sealed audit trail: whatever is done to its files shows.
struct TrailTests {
    @Test func aWholeTrailIsProven() async throws {
        let export = try await Export.made()
        let found = await export.check()
        #expect(found.faults == [])
        #expect(found.files == 2 && found.blocks == 4 && found.entries == 12)
        #expect(found.covered == 4 && found.last == 4 && found.heads == 2)
    }

    @Test(arguments: [
        "an entry is altered", "an entry is removed", "an entry is added", "two entries are swapped", "a block is removed",
        "a block is altered",
        "the tail is cut", "the tail is made anew", "a head is signed by somebody else", "a day is removed", "the first day is removed",
        "all heads are removed", "the file of heads is removed", "a block has no number that can be",
        "the first day is removed, with a root of somebody else's", "the first day is removed, with the root of another chain",
    ])
    func whateverIsDoneToItShows(_ deed: String) async throws {
        let export = try await Export.made()
        try await export.tamper(deed)
        let found = await export.check()
        #expect(!found.faults.isEmpty)
    }

    @Test func whatWasBeingWrittenWhenThePowerFailedIsFound() async throws {
        let export = try await Export.made()
        let file = export.days[1]
        let whole = try Data(contentsOf: file)
        try (whole + Data(#"{"half":"#.utf8)).write(to: file)
        let end = try TrailFile.end(of: file)
        #expect(end.length == whole.count)
        #expect(end.last?.number == 4)
    }

    @Test func aDayWhoseTimeWasOverLeavesItsRoot() async throws {
        let export = try await Export.made()
        try await export.drop(signedBy: export.signer)
        let found = await export.check()
        #expect(found.faults == [])
        #expect(found.dropped == 1 && found.blocks == 2 && found.covered == 4 && found.heads == 2)
    }

    @Test func oneDayIsProvenByItself() async throws {
        let export = try await Export.made()
        let proof = TrailProof(publicKeyPEM: export.signer.publicKeyPEM)
        let found = await proof.check(file: export.days[1], heads: export.heads)
        #expect(found.faults == [])
        #expect(found.entries == 6 && found.heads == 1)
    }

    /// Two days of two blocks each, in a folder of its own.
    private final class Export: Sendable {
        let folder: URL
        let signer: TokenSigner
        var days: [URL] { TrailFile.days(in: folder) }
        var heads: URL { folder.appending(path: TrailFile.heads) }

        private init() async throws {
            folder = FileManager.default.temporaryDirectory.appending(path: "caunoi-trail-\(UUID())")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            signer = try await TokenSigner(privateKeyPEM: try TokenSigner.newPrivateKeyPEM())
        }

        deinit { try? FileManager.default.removeItem(at: folder) }

        static func made() async throws -> Export {
            let export = try await Export()
            try await export.write(from: nil, blocks: 1...4, word: "seen")
            return export
        }

        func write(from previous: TrailBlock?, blocks: ClosedRange<Int>, word: String) async throws {
            var previous = previous
            var heads = (try? String(contentsOf: heads, encoding: .utf8)) ?? ""
            for number in blocks {
                let day = LegalDate(dayNumber: 20_775 + (number - 1) / 2)
                let lines = (0..<3).map { #"{"id":"\#(number)-\#($0)","action":"case.\#(word)"}"# }
                let block = TrailBlock(lines, after: previous, on: day, at: Date(timeIntervalSince1970: 1_795_000_000 + Double(number)))
                let file = folder.appending(path: "\(day).jsonl")
                let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
                try Data((text + (try TrailFile.text(TrailFile.Sealed(block: block, lines: lines)))).utf8).write(to: file)
                if number.isMultiple(of: 2), word == "seen" { heads += try await signer.sign(TrailHead(block, at: Date())) + "\n" }
                previous = block
            }
            try Data(heads.utf8).write(to: self.heads)
        }

        /// One block more, so much later, and no head at all.
        func write(from previous: TrailBlock, hoursLater: Int) async throws {
            let lines = [#"{"id":"late"}"#]
            let block = TrailBlock(
                lines, after: previous, on: previous.day, at: previous.sealedAt.addingTimeInterval(Double(hoursLater) * 3_600))
            let text = try String(contentsOf: days[1], encoding: .utf8)
            try Data((text + (try TrailFile.text(TrailFile.Sealed(block: block, lines: lines)))).utf8).write(to: days[1])
            try Data().write(to: heads)
        }

        func check() async -> TrailProof.Finding {
            await TrailProof(publicKeyPEM: signer.publicKeyPEM).check(folder: folder)
        }

        /// Drops the first day, with a root; `last` in place of its own last block.
        func drop(signedBy signer: TokenSigner, last: TrailBlock? = nil) async throws {
            let end = try #require(try TrailFile.end(of: days[0]).last)
            try FileManager.default.removeItem(at: days[0])
            let token = try await signer.sign(TrailRoot(last ?? end, entries: 6))
            try Data((token + "\n").utf8).write(to: folder.appending(path: TrailFile.roots))
        }

        func tamper(_ deed: String) async throws {
            let file = days[1]
            var lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(String.init)
            switch deed {
            case "an entry is altered": lines[0] = lines[0].replacing("seen", with: "gone")
            case "an entry is removed": lines.remove(at: 1)
            case "an entry is added": lines.insert(lines[0], at: 1)
            case "two entries are swapped": lines.swapAt(0, 1)
            case "a block is removed": lines.removeSubrange(0..<4)
            case "a block is altered": lines[3] = lines[3].replacing(#""entries":3"#, with: #""entries":4"#)
            case "the tail is cut": lines.removeSubrange(4...)
            case "the tail is made anew":
                let before = try #require(try TrailFile.end(of: days[0]).last)
                try FileManager.default.removeItem(at: file)
                return try await write(from: before, blocks: 3...4, word: "unseen")
            case "a head is signed by somebody else":
                let other = try await TokenSigner(privateKeyPEM: try TokenSigner.newPrivateKeyPEM())
                let block = try #require(try TrailFile.end(of: file).last)
                return try Data((try await other.sign(TrailHead(block, at: Date())) + "\n").utf8).write(to: heads)
            case "a day is removed": return try FileManager.default.removeItem(at: file)
            case "all heads are removed": return try await write(from: try #require(try TrailFile.end(of: file).last), hoursLater: 3)
            case "the file of heads is removed": return try FileManager.default.removeItem(at: heads)
            case "a block has no number that can be":
                lines[3] = lines[3].replacing(#""number":3"#, with: #""number":9223372036854775807"#)
            case "the first day is removed": return try FileManager.default.removeItem(at: days[0])
            case "the first day is removed, with a root of somebody else's":
                return try await drop(signedBy: try await TokenSigner(privateKeyPEM: try TokenSigner.newPrivateKeyPEM()))
            case "the first day is removed, with the root of another chain":
                let end = try #require(try TrailFile.end(of: days[0]).last)
                let other = TrailBlock(
                    number: end.number, day: end.day, entries: 3, contentSHA256: end.contentSHA256, previousSHA256: end.previousSHA256,
                    sha256: String(repeating: "0", count: 64), sealedAt: end.sealedAt)
                return try await drop(signedBy: signer, last: other)
            default: Issue.record("no such deed")
            }
            try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: file)
        }
    }
}
