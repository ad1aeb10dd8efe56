import Foundation
import Logging
import Outbox
import Synchronization
import Testing

@testable import ServiceKit

@Suite struct LogTests {
    /// Collects the lines of a logger.
    private final class Lines: Sendable {
        let stored = Mutex<[String]>([])

        func logger() -> Logger {
            Logger(label: "test") { _ in
                JSONLines(service: "intake", level: .info, metadataProvider: ServiceLog.trace) { line in
                    self.stored.withLock { $0.append(String(decoding: line, as: UTF8.self)) }
                }
            }
        }
    }

    @Test func eachEventIsOneLineOfJSON() throws {
        let lines = Lines()
        var logger = lines.logger()
        logger[metadataKey: "reference"] = "abc"
        logger.info("two\nlines “quoted”", metadata: ["status": .stringConvertible(200), "ratio": .stringConvertible(0.5), "list": ["a"]])
        logger.debug("not shown")
        let line = try #require(lines.stored.withLock { $0.count == 1 ? $0.first : nil })
        #expect(line.hasSuffix("}\n") && line.filter(\.isNewline).count == 1)
        let value = try JSONParser.parse(line)
        #expect(value["message"] == "two\nlines “quoted”")
        #expect(value["reference"] == "abc")
        #expect(value["service"] == "intake")
        #expect(value["status"]?.integer == 200)
        #expect(value["list"] == ["a"])
    }

    @Test func secretsAreBlottedOut() throws {
        let lines = Lines()
        lines.logger().error(
            "cannot reach amqp://intake:hunter2@127.0.0.1/x",
            metadata: ["token": "abc", "error": "Bearer eyJhbGciOi.eyJzdWIi.c2ln is bad; password=hunter2"])
        let line = try #require(lines.stored.withLock { $0.first })
        for secret in ["hunter2", "\"abc\"", "eyJhbGciOi", "c2ln"] { #expect(!line.contains(secret)) }
        #expect(line.contains("127.0.0.1"))
    }

    @Test(arguments: [
        ("note", "PASSWORD=hunter2"), ("note", "postgres://intake:hunter2@db/x"), ("mail_Password", "hunter2"),
        ("smtp.password", "hunter2"), ("API-Token", "hunter2"), ("cookie", "hunter2"), ("list", "x=1 password=hunter2&y"),
    ])
    func aSecretIsFoundHoweverItIsWritten(key: String, value: String) throws {
        let lines = Lines()
        lines.logger().info("m", metadata: [key: .string(value)])
        let line = try #require(lines.stored.withLock { $0.first })
        #expect(!line.contains("hunter2"))
        #expect(try JSONParser.parse(line)[key] != nil)
    }

    @Test func whatIsNoSecretStaysAsItIs() throws {
        let lines = Lines()
        lines.logger().info("seyJ = d", metadata: ["tokens": "3", "path": "/cases?x=\u{1}\t\\", "a": ["b": ["token": "x", "c": "y"]]])
        let value = try JSONParser.parse(try #require(lines.stored.withLock { $0.first }))
        #expect(value["message"] == "seyJ = d")
        #expect(value["tokens"] == "3")
        #expect(value["path"] == "/cases?x=\u{1}\t\\")
        #expect(value["a"]?["b"]?["c"] == "y")
        #expect(value["a"]?["b"]?["token"] == "[secret]")
    }

    @Test func metadataCannotPretendToBeTheLine() throws {
        let lines = Lines()
        lines.logger().info("true", metadata: ["message": "false", "level": "error", "service": "portal"])
        let line = try #require(lines.stored.withLock { $0.first })
        #expect(!line.contains("false") && !line.contains("portal"))
    }

    @Test func linesOfAMessageCarryItsTrace() throws {
        let lines = Lines()
        let logger = lines.logger()
        logger.info("outside")
        CurrentTrace.$traceparent.withValue("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01") { logger.info("inside") }
        CurrentTrace.$traceparent.withValue("not a trace") { logger.info("broken") }
        let values = try lines.stored.withLock { try $0.map { try JSONParser.parse($0) } }
        #expect(values.map { $0["trace"] } == [nil, "0af7651916cd43dd8448eb211c80319c", nil])
    }
}
