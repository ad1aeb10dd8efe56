import Foundation
import Testing

@Suite struct NotifyTests {
    /// A transaction that notifies takes, from before its commit until after it, a lock of the whole PostgreSQL cluster: all commits of all services
    /// that notify would stand in one line. Whoever waits for rows looks by itself, or is woken by a `Doorbell` of its own process.
    @Test func nothingNotifies() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let notifying = try Regex(#"(?i)pg_notify|(^|["\s])notify\s+[a-z_\\]"#)
        var read = 0
        for folder in ["Shared", "Services", "compose"] {
            let files = try #require(FileManager.default.enumerator(at: root.appending(path: folder), includingPropertiesForKeys: nil))
            for case let file as URL in files where ["swift", "sql"].contains(file.pathExtension) {
                read += 1
                for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
                    let code = line.drop { $0 == " " }
                    guard !code.hasPrefix("//"), !code.hasPrefix("--") else { continue }
                    #expect(!code.contains(notifying), "\(file.lastPathComponent): \(code)")
                }
            }
        }
        #expect(read > 500)
    }
}
