import Foundation
import Messaging
import TestKit
import Testing

/// A RabbitMQ of one test's own, for what would disturb the others; started by the launcher.
struct PrivateBroker {
    let url: String
    let node: BrokerNode

    static func run(_ body: (PrivateBroker) async throws -> Void) async throws {
        let folder = "/tmp/caunoi-broker-\(UUID().uuidString.prefix(8).lowercased())"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let launcher = ProcessInfo.processInfo.environment["CAUNOI_LAUNCHER"] ?? ".build/debug/caunoi"
        let data = ["--data", "\(folder)/data"]
        try await Tool.run(launcher, ["servers"] + data + ["--detach"])
        let result: Result<Void, any Error>
        do {
            let settings = try String(contentsOfFile: "\(folder)/data/test-servers.env", encoding: .utf8)
            let line = try #require(settings.split(separator: "\n").first { $0.contains("CAUNOI_TEST_BROKER_URL=") })
            let url = String(try #require(line.split(separator: "'").dropFirst().first))
            result = .success(try await body(PrivateBroker(url: url, node: BrokerNode(of: BrokerAddress(url: url)))))
        } catch {
            result = .failure(error)
        }
        try await Tool.run(launcher, ["down"] + data)
        try result.get()
    }
}
