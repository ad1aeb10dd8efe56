import Logging
import Messaging
import Models

/// Declares the exchange and the queues as the broker's administrator, before any service is started.
struct QueueTopology: Sendable {
    let plan: Plan

    func declare() async throws {
        var logger = Logger(label: "caunoi")
        logger.logLevel = .error
        let broker = Broker(address: try BrokerAddress(url: plan.brokerAdministratorURL), clientName: "caunoi", logger: logger)
        do {
            try await broker.declare(.standard)
        } catch {
            await broker.close()
            throw LaunchError("the queues could not be declared: \(error)")
        }
        await broker.close()
    }
}
