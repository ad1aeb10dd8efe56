package import Hummingbird
package import Outbox
package import ServiceLifecycle

/// What a service is made of, besides what every service has.
package struct Parts: Sendable {
    /// Adds the service's API and pages.
    package var routes: @Sendable (Router<ServiceContext>) -> Void
    /// What it does when it hears messages; every service but Portal also hears of withdrawn tokens.
    package var handlers: [any MessageHandler]
    /// What else runs as long as the service does: started after the listener, stopped before it. One that returns before the graceful
    /// shutdown, or throws, ends the service.
    package var services: [any Service]
    /// How a problem looks to people.
    package var problemPage: ProblemPage?
    /// Paths, or beginnings of paths that end in a slash, that a browser may ask for with a cookie that is over: Portal's, which renews it.
    package var openPaths: [String]
    /// Paths that read `Authorization` themselves, and know nobody by a token or a cookie.
    package var credentialPaths: [String]
    /// What it forgets once its time is over.
    package var sweeps: [Sweep]
    /// How a token that is over is renewed where a form with a file arrives.
    package var renewal: SessionRenewal?
    /// Routes that tests try the conventions on; no service has any beside the ``AccessTable``.
    package var trialEndpoints: [Endpoint] = []

    package init(
        routes: @escaping @Sendable (Router<ServiceContext>) -> Void = { _ in }, handlers: [any MessageHandler] = [],
        services: [any Service] = [], problemPage: ProblemPage? = nil, openPaths: [String] = [], credentialPaths: [String] = [],
        sweeps: [Sweep] = [], renewal: SessionRenewal? = nil
    ) {
        self.routes = routes
        self.handlers = handlers
        self.services = services
        self.problemPage = problemPage
        self.openPaths = openPaths
        self.credentialPaths = credentialPaths
        self.sweeps = sweeps
        self.renewal = renewal
    }
}
