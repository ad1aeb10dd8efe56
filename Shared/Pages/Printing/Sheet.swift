import HTTPTypes
package import Hummingbird
import ServiceKit

/// A paper to print, as HTML: the page that a browser prints, and what the PDF is made of.
package struct Sheet: Sendable {
    package static let style = "document.css"

    let title: String
    let isLandscape: Bool
    /// HTML that came out of a checked layout or a template of ours.
    let body: String

    package init(title: String, isLandscape: Bool, body: String) {
        self.title = title
        self.isLandscape = isLandscape
        self.body = body
    }

    /// - Parameter style: the address of its style sheet.
    package func html(style: String) -> String {
        """
        <!doctype html>
        <html lang="vi">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>\(Self.escaped(title))</title>
        <link rel="stylesheet" href="\(style)"></head>
        <body class="\(isLandscape ? "landscape" : "portrait")"><main\(isLandscape ? " tabindex=\"0\"" : "")>
        \(body)
        </main></body>
        </html>

        """
    }

    /// For a browser: nothing but our style sheet is loaded, and nothing runs.
    package func answer(_ renderer: PageRenderer) -> Response {
        var response = Response.html(html(style: renderer.files.url(Self.style)))
        response.headers[.contentSecurityPolicy] =
            "default-src 'none'; style-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        response.headers[.cacheControl] = "private, no-store"
        return response
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;").replacing("\"", with: "&quot;")
    }
}
