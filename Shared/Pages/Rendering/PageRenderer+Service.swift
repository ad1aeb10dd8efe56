import HTTPTypes
package import Hummingbird
package import ServiceKit

extension PageRenderer {
    /// A whole page, as the answer to a service's request.
    package func page(
        _ template: String, _ model: Any = [String: Any](), title: PageTitle, _ request: Request, _ context: ServiceContext,
        status: HTTPResponse.Status = .ok
    ) throws -> Response {
        try page(template, model, title: title, context: PageContext(request, context), status: status)
    }

    /// A panel: alone for a page's script, else as a page of its own.
    package func panel(
        _ template: String, _ model: Any = [String: Any](), title: PageTitle, _ request: Request, _ context: ServiceContext,
        status: HTTPResponse.Status = .ok
    ) throws -> Response {
        try panel(template, model, title: title, context: PageContext(request, context), status: status)
    }
}
