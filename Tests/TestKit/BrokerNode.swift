import Foundation
package import Glibc
package import Messaging

/// A private RabbitMQ on this machine, told things by its own `rabbitmqctl`.
package struct BrokerNode: Sendable {
    private static let needed: Set = [
        "HOME", "PATH", "ERL_EPMD_PORT", "ERL_EPMD_ADDRESS", "RABBITMQ_NODENAME", "RABBITMQ_CONF_ENV_FILE",
    ]

    private let environment: [String: String]

    /// Finds the node that listens on the address' port among this user's processes.
    package init(of address: BrokerAddress) throws {
        guard let port = address.hosts.first?.port else { throw Tool.Failed(description: "the address names no host") }
        let processes = try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { Int($0) != nil }
        let environments = processes.lazy.compactMap { FileManager.default.contents(atPath: "/proc/\($0)/environ") }.map(Self.read)
        guard let found = environments.first(where: { $0["RABBITMQ_NODE_PORT"] == "\(port)" && $0["RABBITMQ_MNESIA_BASE"] != nil }) else {
            throw Tool.Failed(description: "no RabbitMQ of this user listens on port \(port)")
        }
        // No more than it needs: the process may be another run of the tool, whose own variables would mislead this one.
        environment = found.filter { Self.needed.contains($0.key) }
    }

    /// Runs one command of `rabbitmqctl`; what it printed.
    @discardableResult
    package func control(_ arguments: String...) async throws -> String {
        try await Tool.run("/usr/lib/rabbitmq/bin/rabbitmqctl", ["--quiet", "--timeout", "30"] + arguments, environment: environment)
    }

    /// The process that it runs in.
    package func process() async throws -> pid_t {
        let answer = try await control("eval", "os:getpid().")
        // (Never 0, which would mean the tests' own group to who kills it.)
        guard let process = pid_t(answer.filter(\.isNumber)), process > 0 else {
            throw Tool.Failed(description: "RabbitMQ does not tell its process: \(answer)")
        }
        return process
    }

    /// Has a queue's server `suspend` (it hears nothing, as where too few of its copies live) or `resume`.
    package func tell(_ word: String, _ queue: String) async throws {
        try await control(
            "eval",
            """
            {ok, Queue} = rabbit_amqqueue:lookup(rabbit_misc:r(<<"caunoi">>, queue, <<"\(queue)">>)),
            {Name, _} = amqqueue:get_pid(Queue),
            sys:\(word)(Name).
            """)
    }

    /// Has the broker itself put a message into a queue, with properties that no client of ours would send: as a list of Erlang's.
    package func publish(_ properties: String, body: String, to queue: String) async throws {
        let answer = try await control(
            "eval",
            """
            rabbit_basic:publish(rabbit_misc:r(<<"caunoi">>, exchange, <<>>), <<"\(queue)">>, [{delivery_mode, 2}, \(properties)], <<\(body)>>).
            """)
        guard answer.contains("ok") else { throw Tool.Failed(description: "RabbitMQ published nothing: \(answer)") }
    }

    private static func read(_ data: Data) -> [String: String] {
        let pairs = data.split(separator: 0).map { String(decoding: $0, as: UTF8.self).split(separator: "=", maxSplits: 1) }
        return Dictionary(pairs.filter { $0.count == 2 }.map { (String($0[0]), String($0[1])) }) { first, _ in first }
    }
}
