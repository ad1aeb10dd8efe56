import Hummingbird
import Models
import Rules
import ServiceKit

/// The JSON API of printed forms: which fit, and each as a PDF.
struct DocumentRoutes: Sendable {
    let desk: DocumentDesk
    let press: DocumentPress

    func add(to router: Router<ServiceContext>) {
        router.get("/api/v1/cases/{id}/documents") { _, context in try answer(try await desk.forms(ofCase: context).1) }
        router.get("/api/v1/cases/{id}/documents/{form}") { _, context in
            try await press.answer(try await desk.sheet(ofCase: context, as: "pdf"), named: name(context))
        }
        router.get("/api/v1/requests/{id}/documents") { _, context in try answer(try await desk.forms(ofRequest: context).1) }
        router.get("/api/v1/requests/{id}/documents/{form}") { _, context in
            try await press.answer(try await desk.sheet(ofRequest: context, as: "pdf"), named: name(context))
        }
    }

    private func answer(_ forms: [PrintedForm]) throws -> Response {
        try .json(Page(items: forms.map { DocumentView($0, confirmed: desk.pack.confirmed) }, next: nil))
    }

    /// Known by then: a form that is not fits nothing.
    private func name(_ context: ServiceContext) -> String { context.parameters.get("form") ?? "document" }
}

/// A printed form in the JSON API.
struct DocumentView: Encodable, Sendable {
    let form: String
    let sign: String
    let title: LocalizedText
    let article: String
    /// Whether the house's layout is that of the circular's annex.
    let layoutConfirmed: Bool

    init(_ form: PrintedForm, confirmed: Bool) {
        self.form = form.key
        sign = form.sign
        title = form.title
        article = form.article
        layoutConfirmed = confirmed
    }
}
