import Database
import Foundation
import Logging
import Messaging

/// What the program was told: `name=value` on the command line, and the servers by environment.
struct Words: Sendable {
    private let values: [String: String]

    init(_ arguments: some Sequence<String>) throws {
        var values: [String: String] = [:]
        for argument in arguments {
            let parts = argument.split(separator: "=", maxSplits: 1)
            guard parts.count == 2 else { throw BenchmarkError("“\(argument)” is not name=value") }
            values[String(parts[0])] = String(parts[1])
        }
        self.values = values
    }

    func integer(_ name: String, otherwise: Int) throws -> Int {
        guard let text = values[name] else { return otherwise }
        guard let number = Int(text) else { throw BenchmarkError("\(name)=\(text) is not a number") }
        return number
    }

    func text(_ name: String, otherwise: String) -> String { values[name] ?? otherwise }

    /// `seconds=`: how long to measure.
    func duration() throws -> Duration { .seconds(try integer("seconds", otherwise: 3)) }

    static func database(connections: Int) throws -> Database {
        Database(DatabaseConfiguration(url: try environment("BENCH_DATABASE_URL"), applicationName: "bench", connections: connections))
    }

    static func broker() throws -> Broker {
        Broker(address: try BrokerAddress(url: try environment("BENCH_BROKER_URL")), clientName: "bench", logger: quiet)
    }

    static func environment(_ name: String) throws -> String {
        guard let value = ProcessInfo.processInfo.environment[name], !value.isEmpty else {
            throw BenchmarkError("\(name) is not set: run the benchmarks with compose/bench")
        }
        return value
    }

    /// Says only what went wrong.
    static var quiet: Logger {
        var logger = Logger(label: "bench")
        logger.logLevel = .critical
        return logger
    }
}
