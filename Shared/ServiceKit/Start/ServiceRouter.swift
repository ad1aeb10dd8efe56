package import CoreMetrics
package import Hummingbird

/// The router of every service: the conventions of the house around the service's own routes. Tests use it without a network.
package enum ServiceRouter {
    /// - Parameters:
    ///   - parts: the service's own routes and the page of its problems.
    ///   - tokens: who may speak for whom.
    ///   - proxies: who is believed about where a request comes from.
    ///   - callScale: how many times the usual rates an account may call what is costly (``CallCost``).
    ///
    /// Throws where a route is not in the ``AccessTable``.
    package static func build(
        _ parts: Parts, tokens: TokenVerifier, metrics: any MetricsFactory, proxies: TrustedProxies = .none, callScale: Double = 1
    ) throws -> Router<ServiceContext> {
        let router = Router(context: ServiceContext.self, options: .autoGenerateHeadEndpoints)
        // From the outside to the inside: each sees the answer of those below it.
        router.add(middleware: Observation(metrics: metrics))
        router.add(middleware: SecurityHeaders())
        router.add(middleware: ClientAddresses(proxies: proxies))
        router.add(middleware: LanguageChoice())
        router.add(middleware: ProblemAnswers(page: parts.problemPage))
        router.add(middleware: SameOrigin())
        router.add(
            middleware: Authentication(
                tokens: tokens, openPaths: parts.openPaths, credentialPaths: parts.credentialPaths, renewal: parts.renewal))
        let authorisation = Authorisation(trial: parts.trialEndpoints)
        router.add(middleware: authorisation)
        router.add(middleware: CallThrottle(scale: callScale, trial: parts.trialEndpoints))
        router.add(middleware: IdempotencyKeys())
        parts.routes(router)
        try authorisation.check(router)
        return router
    }
}
