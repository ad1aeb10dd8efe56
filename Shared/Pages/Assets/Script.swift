import Foundation

/// A script as it is served: without the lines that are comments. A line within a text of several lines must not begin like one.
struct Script {
    let url: URL

    func served() throws -> StaticFile {
        let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
        let kept = lines.filter { $0.prefixMatch(of: /\s*(?:\/\/|\/\*.*\*\/\s*$)/) == nil }
        return StaticFile(name: url.lastPathComponent, content: Data((kept.joined(separator: "\n") + "\n").utf8))
    }
}
