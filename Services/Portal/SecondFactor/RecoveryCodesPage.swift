import Hummingbird
import Pages
import ServiceKit

/// New recovery codes, which are shown once: `portal-recovery-codes`.
enum RecoveryCodesPage {
    static func answer(
        _ codes: [RecoveryCode], next: NextPage, _ renderer: PageRenderer, _ request: Request, _ context: ServiceContext
    ) throws -> Response {
        let model: [String: Any] = ["codes": codes.map(\.text), "next": next.path]
        return try renderer.page("portal-recovery-codes", model, title: "recovery_title", request, context)
    }
}
