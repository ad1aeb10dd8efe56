import Foundation
import Glibc
import Messaging
import Testing

/// A private RabbitMQ on this machine, told things by its own `rabbitmqctl`.
struct BrokerNode {
    private static let needed: Set = [
        "HOME", "PATH", "ERL_EPMD_PORT", "ERL_EPMD_ADDRESS", "RABBITMQ_NODENAME", "RABBITMQ_CONF_ENV_FILE",
    ]

    private let environment: [String: String]

    /// Finds the node that listens on the address' port among this user's processes.
    init(of address: BrokerAddress) throws {
        let port = try #require(address.hosts.first?.port)
        let processes = try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { Int($0) != nil }
        let environments = processes.lazy.compactMap { FileManager.default.contents(atPath: "/proc/\($0)/environ") }.map(Self.read)
        let found = try #require(environments.first { $0["RABBITMQ_NODE_PORT"] == "\(port)" && $0["RABBITMQ_MNESIA_BASE"] != nil })
        // No more than it needs: the process may be another run of the tool, whose own variables would mislead this one.
        environment = found.filter { Self.needed.contains($0.key) }
    }

    /// Runs one command of `rabbitmqctl`; what it printed.
    @discardableResult
    func control(_ arguments: String...) async throws -> String {
        try await Tool.run("/usr/lib/rabbitmq/bin/rabbitmqctl", ["--quiet", "--timeout", "30"] + arguments, environment: environment)
    }

    /// The process that it runs in.
    func process() async throws -> pid_t {
        try #require(pid_t(try await control("eval", "os:getpid().").filter(\.isNumber)))
    }

    /// Has a queue's server `suspend` (it hears nothing, as where too few of its copies live) or `resume`.
    func tell(_ word: String, _ queue: String) async throws {
        try await control(
            "eval",
            """
            {ok, Queue} = rabbit_amqqueue:lookup(rabbit_misc:r(<<"caunoi">>, queue, <<"\(queue)">>)),
            {Name, _} = amqqueue:get_pid(Queue),
            sys:\(word)(Name).
            """)
    }

    private static func read(_ data: Data) -> [String: String] {
        let pairs = data.split(separator: 0).map { String(decoding: $0, as: UTF8.self).split(separator: "=", maxSplits: 1) }
        return Dictionary(pairs.filter { $0.count == 2 }.map { (String($0[0]), String($0[1])) }) { first, _ in first }
    }
}
