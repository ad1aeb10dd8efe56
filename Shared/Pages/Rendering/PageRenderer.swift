package import Foundation
import HTTPTypes
package import Hummingbird
import Models
import Mustache
package import ServiceKit

/// Makes pages: a template and its model inside the layout, in the request's language. One for each service, made when it starts.
package struct PageRenderer: Sendable {
    /// The style sheet, the scripts and the icon; Portal serves them.
    package let files: StaticFiles
    private let library: MustacheLibrary
    private let catalogue: Catalogue

    /// Loads the shared layout and parts, and the templates of the service's own folders (`Bundle.module` … `Templates`).
    /// Throws where a template or the catalogue cannot be read.
    package init(templates: [URL] = []) throws {
        files = try StaticFiles()
        catalogue = try Catalogue()
        var library = MustacheLibrary()
        for folder in [Bundle.module.bundleURL.appending(path: "Templates")] + templates {
            try TemplateFolder(url: folder).register(in: &library)
        }
        self.library = library
    }

    /// The sentences of a language, for what a model says in words.
    package func sentences(_ language: Language) -> Sentences { catalogue.sentences(in: language) }

    /// A whole page. The template writes its own `<h1>`.
    /// - Parameter model: a part, a struct (read by reflection) or a `[String: Any]`.
    package func page(
        _ template: String, _ model: Any = [String: Any](), title: PageTitle, context: PageContext, status: HTTPResponse.Status = .ok
    ) throws -> Response {
        try answer(html(template, model, title: title, context: context), status: status)
    }

    /// A panel: alone where a page's script asks for it (`X-Fragment: 1`), else as a page of its own under its title.
    /// The template begins with its `<h2>`, shown inside `{{^page.panel}}…{{/page.panel}}` only, since the whole page has the title.
    package func panel(
        _ template: String, _ model: Any = [String: Any](), title: PageTitle, context: PageContext, status: HTTPResponse.Status = .ok
    ) throws -> Response {
        let text =
            try context.isFragment
            ? fragment(template, model, context: context)
            : html(template, model, title: title, context: context, isPanel: true)
        return try answer(text, status: status)
    }

    /// The page after a form: 303 to `path`, which says the sentence `notice` (a key that begins with `notice_`) once.
    package func redirect(to path: String, notice: String? = nil) -> Response {
        let addition = notice.map { (path.contains("?") ? "&" : "?") + "notice=" + $0.replacing(/^notice_/, with: "") } ?? ""
        return Response(status: .seeOther, headers: [.location: path + addition])
    }

    /// The text of a whole page.
    package func html(
        _ template: String, _ model: Any = [String: Any](), title: PageTitle, context: PageContext, isPanel: Bool = false
    ) throws -> String {
        let shell = PageShell(
            context: context, sentences: sentences(context.language), files: files, title: title, isPanel: isPanel, template: template,
            model: Model.withoutNil(model))
        guard library.getTemplate(named: template) != nil, let text = library.render(shell, withTemplate: "layout") else {
            throw TemplateError(template: template, fault: "is missing")
        }
        return text
    }

    /// The text of a template without the layout.
    package func fragment(_ template: String, _ model: Any = [String: Any](), context: PageContext) throws -> String {
        let shell = PageShell(
            context: context, sentences: sentences(context.language), files: files, title: .text(""), isPanel: false, template: template,
            model: Model.withoutNil(model))
        guard library.getTemplate(named: template) != nil, let text = library.render(shell, withTemplate: "fragment") else {
            throw TemplateError(template: template, fault: "is missing")
        }
        return text
    }

    private func answer(_ text: String, status: HTTPResponse.Status) throws -> Response {
        Response(status: status, headers: Self.headers, body: .init(byteBuffer: ByteBuffer(string: text)))
    }

    /// Pages hold personal facts: nobody keeps or frames them, and nothing runs in them but our own files.
    private static let headers: HTTPFields = {
        var fields: HTTPFields = [
            .contentType: "text/html; charset=utf-8",
            .cacheControl: "private, no-store",
            .xContentTypeOptions: "nosniff",
            .contentSecurityPolicy: """
            default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; \
            form-action 'self'; base-uri 'none'; frame-ancestors 'none'
            """,
        ]
        if let referrer = HTTPField.Name("Referrer-Policy") { fields[referrer] = "same-origin" }
        if let vary = HTTPField.Name("Vary") { fields[vary] = "X-Fragment" }
        return fields
    }()
}
