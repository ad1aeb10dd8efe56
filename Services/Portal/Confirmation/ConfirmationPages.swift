import HTTPTypes
import Hummingbird
import Pages
import ServiceKit

/// `/account/confirmation`, where somebody shows again who they are, for what they are about to do by the API.
struct ConfirmationPages: Sendable {
    let renderer: PageRenderer
    let confirmation: Confirmation

    func add(to router: Router<ServiceContext>) {
        router.get("/account/confirmation", use: form)
        router.post("/account/confirmation", use: confirmation.guarding(done))
    }

    @Sendable private func form(_ request: Request, _ context: ServiceContext) async throws -> Response {
        var response = try confirmation.page(try await confirmation.account(context), carrying: [], [], request, context)
        response.status = .ok
        return response
    }

    @Sendable private func done(_ request: Request, _ context: ServiceContext) async throws -> Response {
        // A script's token has no account that could show anything.
        _ = try await confirmation.account(context)
        return renderer.redirect(to: "/account", notice: "notice_confirmed")
    }
}
