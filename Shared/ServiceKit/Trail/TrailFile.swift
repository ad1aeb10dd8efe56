package import Foundation
import Models

/// The exported trail: in a folder one file a day (`2026-11-28.jsonl`), in which each block follows its entries, all as lines of JSON; `heads.jsonl`;
/// and, once days were dropped, `roots.jsonl`.
package struct TrailFile: Sendable {
    package static let heads = "heads.jsonl"
    package static let roots = "roots.jsonl"
    private static let mark = #"{"block":"#

    /// A block with the lines that it seals.
    package struct Sealed: Sendable {
        package let block: TrailBlock
        package let lines: [String]

        package init(block: TrailBlock, lines: [String]) {
            self.block = block
            self.lines = lines
        }
    }

    /// Why a file cannot be read as a trail.
    package struct Broken: Error, CustomStringConvertible {
        package let description: String
    }

    private struct Line: Codable {
        let block: TrailBlock
    }

    /// The files of the days in a folder, in order.
    package static func days(in folder: URL) -> [URL] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.wholeMatch(of: /\d{4}-\d\d-\d\d\.jsonl/) != nil }.sorted().map { folder.appending(path: $0) }
    }

    /// The text of a block behind its entries.
    package static func text(_ sealed: Sealed) throws -> String {
        let block = String(decoding: try MessageCoding.encode(Line(block: sealed.block)), as: UTF8.self)
        return (sealed.lines + [block]).joined(separator: "\n") + "\n"
    }

    /// What a file holds, block by block. Throws ``Broken`` with the line, also where entries stand behind the last block.
    package static func read(_ file: URL) throws -> [Sealed] {
        let text = try String(contentsOf: file, encoding: .utf8)
        var found: [Sealed] = []
        var lines: [String] = []
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if line.hasPrefix(mark) {
                guard let block = try? MessageCoding.decode(Line.self, from: Data(line.utf8)).block,
                    (1...(1 << 53)).contains(block.number)
                else {
                    throw Broken(description: "\(file.lastPathComponent), line \(number + 1): the block cannot be read")
                }
                found.append(Sealed(block: block, lines: lines))
                lines = []
            } else if !line.isEmpty {
                lines.append(String(line))
            }
        }
        guard lines.isEmpty else {
            throw Broken(description: "\(file.lastPathComponent): \(lines.count) entries at its end are sealed by no block")
        }
        return found
    }

    /// How long a file's whole blocks are, in bytes, and the last of them: what stands behind was being written when the power failed. Read from the end,
    /// in a piece that is made larger until a block is in it.
    package static func end(of file: URL) throws -> (length: Int, last: TrailBlock?) {
        let handle = try FileHandle(forReadingFrom: file)
        defer { try? handle.close() }
        let size = Int(try handle.seekToEnd())
        var piece = 1 << 20
        while true {
            let start = max(0, size - piece)
            try handle.seek(toOffset: UInt64(start))
            if let found = lastBlock(in: try handle.readToEnd() ?? Data()) { return (start + found.end, found.block) }
            if start == 0 { return (0, nil) }
            piece *= 8
        }
    }

    /// The last line of a file of heads or roots; nil where there is none, or it was not written to its end.
    package static func lastLine(of file: URL) throws -> String? {
        guard FileManager.default.fileExists(atPath: file.path) else { return nil }
        let handle = try FileHandle(forReadingFrom: file)
        defer { try? handle.close() }
        let size = try handle.seekToEnd()
        // Many times a line.
        try handle.seek(toOffset: size - min(size, 1 << 16))
        let text = String(decoding: try handle.readToEnd() ?? Data(), as: UTF8.self)
        guard text.hasSuffix("\n") else { return nil }
        return text.split(separator: "\n").last.map(String.init)
    }

    /// The last whole line of a piece that is a block's, and where it ends. (A line that begins before the piece is taken for none.)
    private static func lastBlock(in data: Data) -> (end: Int, block: TrailBlock)? {
        var end = data.endIndex
        while let feed = data[..<end].lastIndex(of: UInt8(ascii: "\n")) {
            let before = data[..<feed].lastIndex(of: UInt8(ascii: "\n"))
            let line = data[(before.map { data.index(after: $0) } ?? data.startIndex)..<feed]
            if line.starts(with: Data(mark.utf8)), let block = try? MessageCoding.decode(Line.self, from: line).block {
                return (feed + 1 - data.startIndex, block)
            }
            end = feed
        }
        return nil
    }
}
