package import CoreMetrics
package import Database
package import Logging
package import Messaging
package import Models
package import Outbox
package import Rules

/// What a service is given to build its parts with.
package struct House: Sendable {
    package let service: ServiceName
    package let configuration: ServiceConfiguration
    /// The legal time; see ``ServiceConfiguration/clock``.
    package let clock: WallClock
    package let database: Database
    package let broker: Broker
    package let outbox: Outbox
    package let rules: RulePacks
    package let tokens: TokenVerifier
    package let metrics: any MetricsFactory
    package let logger: Logger

    package init(
        service: ServiceName, configuration: ServiceConfiguration, clock: WallClock, database: Database, broker: Broker, outbox: Outbox,
        rules: RulePacks, tokens: TokenVerifier, metrics: any MetricsFactory, logger: Logger
    ) {
        self.service = service
        self.configuration = configuration
        self.clock = clock
        self.database = database
        self.broker = broker
        self.outbox = outbox
        self.rules = rules
        self.tokens = tokens
        self.metrics = metrics
        self.logger = logger
    }
}
