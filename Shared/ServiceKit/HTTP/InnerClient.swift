package import AsyncHTTPClient

/// Asks the other services. A redirect is an answer, and not gone after: it would carry the asking person's token to wherever it leads.
package enum InnerClient {
    package static let shared = HTTPClient(
        eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: .init(redirectConfiguration: .disallow))
}
