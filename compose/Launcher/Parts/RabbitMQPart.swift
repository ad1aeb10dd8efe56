import Foundation

/// The private RabbitMQ with an epmd of its own, both on loopback, without plugins.
struct RabbitMQPart: Sendable {
    let plan: Plan

    private var folder: String { plan.folder.broker }

    /// Writes the cookie, the settings and the definitions.
    func prepare() throws {
        try PrivateFile.write(plan.passwords.brokerCookie, to: "\(folder)/.erlang.cookie")
        try PrivateFile.write("[].\n", to: "\(folder)/enabled_plugins")
        try PrivateFile.write(BrokerDefinitions(plan.passwords).json(), to: "\(folder)/definitions.json")
        let settings = try String(contentsOfFile: "\(plan.programs.compose)/rabbitmq.conf", encoding: .utf8)
        let own = "\(settings)\nload_definitions = \(folder)/definitions.json\ndefault_vhost = \(Plan.virtualHost)\n"
        try PrivateFile.write(own, to: "\(folder)/rabbitmq.conf")
    }

    /// Started by us rather than by the node, so that it is ours to stop.
    var names: Blueprint {
        let port = plan.ports.epmd
        return Blueprint(
            name: "epmd", port: port,
            launch: Launch(
                executable: plan.programs.epmd, arguments: ["-address", "127.0.0.1", "-port", "\(port)"], environment: environment,
                folder: folder, output: .log(plan.folder.log("epmd"))),
            probe: { _ in Ports.isListening(port) }, grace: .seconds(3))
    }

    var blueprint: Blueprint {
        let port = plan.ports.broker
        return Blueprint(
            name: "rabbitmq", port: port,
            launch: Launch(
                executable: "\(plan.programs.rabbitmq)/rabbitmq-server", environment: environment, folder: folder,
                output: .log(plan.folder.log("rabbitmq"))),
            probe: { _ in Ports.isListening(port) }, version: plan.programs.rabbitmqVersion, grace: .seconds(30), patience: .seconds(120))
    }

    /// How many messages wait in each queue, and how many a consumer holds: asked of each queue's own state, since the figures that
    /// `list_queues` shows of quorum queues are up to 5 s old.
    func queues() async throws -> [QueueStatus] {
        let text = try await Tool(
            executable: "\(plan.programs.rabbitmq)/rabbitmqctl", arguments: ["--quiet", "--timeout", "10", "eval", Self.question],
            environment: environment, folder: folder
        ).run()
        // The answer is an Erlang binary: <<"name,ready,unacked;name,…">>
        let list = text.drop { $0 != "\"" }.dropFirst().prefix { $0 != "\"" }
        return list.split(separator: ";").compactMap { entry in
            let fields = entry.split(separator: ",")
            guard fields.count == 3, let ready = Int(fields[1]), let unacked = Int(fields[2]) else { return nil }
            return QueueStatus(name: String(fields[0]), ready: ready, unacked: unacked)
        }.sorted { $0.name < $1.name }
    }

    private static let question = """
        iolist_to_binary(lists:join($;, [begin
            {Server, _} = amqqueue:get_pid(Queue), {resource, _, _, Name} = amqqueue:get_name(Queue),
            {ok, {_, Ready}, _} = ra:local_query({Server, node()}, fun rabbit_fifo:query_messages_ready/1),
            {ok, {_, Held}, _} = ra:local_query({Server, node()}, fun rabbit_fifo:query_messages_checked_out/1),
            [Name, $,, integer_to_list(Ready), $,, integer_to_list(Held)]
        end || Queue <- rabbit_amqqueue:list(<<"\(Plan.virtualHost)">>)])).
        """

    /// Tells the package's own scripts everything, so that nothing of the machine's RabbitMQ is read or touched.
    private var environment: [String: String] {
        let own = [
            "HOME": folder, "ERL_EPMD_PORT": "\(plan.ports.epmd)", "ERL_EPMD_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODENAME": "caunoi@localhost", "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": "\(plan.ports.broker)", "RABBITMQ_DIST_PORT": "\(plan.ports.brokerDistribution)",
            "RABBITMQ_MNESIA_BASE": "\(folder)/mnesia", "RABBITMQ_LOG_BASE": "\(folder)/log", "RABBITMQ_LOGS": "-",
            "RABBITMQ_ENABLED_PLUGINS_FILE": "\(folder)/enabled_plugins", "RABBITMQ_CONFIG_FILE": "\(folder)/rabbitmq.conf",
            "RABBITMQ_ADVANCED_CONFIG_FILE": "\(folder)/advanced.config", "RABBITMQ_CONF_ENV_FILE": "\(folder)/rabbitmq-env.conf",
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1}",
            // The script then becomes the server instead of staying its parent.
            "RUNNING_UNDER_SYSTEMD": "true",
        ]
        return plan.commonEnvironment.merging(own) { $1 }
    }
}
