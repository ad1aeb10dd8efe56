import HTTPTypes
import Hummingbird
import ServiceKit

/// Who stands at the door, before it is known who they are.
struct SignInVisitor: Sendable {
    let address: ClientAddress
    /// How the browser calls itself.
    let browser: String?
    /// The cookie that tells who has signed in there before.
    let knownBrowser: String?
    /// Of the request.
    let reference: String

    init(_ request: Request, _ context: ServiceContext) {
        address = context.client
        browser = request.headers[.userAgent]
        knownBrowser = request.cookie(.browser)
        reference = context.reference
    }
}
