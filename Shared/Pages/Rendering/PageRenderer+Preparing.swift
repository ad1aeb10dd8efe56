package import Foundation
import HTTPTypes
package import Hummingbird
package import Models
package import ServiceKit

extension PageRenderer {
    /// For how long after a case was opened a panel may not know it yet.
    private static let preparation = 60.0

    /// A panel of a case, or of a request that came from elsewhere. The services hear of it a moment after it was opened: until then its panel says that it is being prepared, and is
    /// asked for again by the page's script (202), or by the browser where it is a page of its own (404, for the case may not be there at all).
    ///
    /// The instant inside the id alone decides, so that a case that is known and not the reader's answers like one that does not exist.
    package func panel<Subject>(
        of id: Identifier<Subject>, at now: Date, _ request: Request, _ context: ServiceContext, _ body: () async throws -> Response
    ) async throws -> Response {
        do {
            return try await body()
        } catch let problem as Problem where problem.status == .notFound && Self.isYoung(id, at: now) {
            let isFragment = request.headers[.fragment] != nil
            let notice = Notice(.info, text: sentences(context.language)("panel_preparing"))
            var response = try panel(
                "preparing", ["notice": notice], title: "panel_preparing_title", request, context,
                status: isFragment ? .accepted : .notFound)
            if let refresh = HTTPField.Name("Refresh"), !isFragment { response.headers[refresh] = "2" }
            return response
        }
    }

    private static func isYoung<Subject>(_ id: Identifier<Subject>, at now: Date) -> Bool {
        id.uuid.instant.map { abs(now.timeIntervalSince($0)) < preparation } ?? false
    }
}
