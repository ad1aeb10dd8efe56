import Foundation
import HTTPTypes
package import Hummingbird
import Models
import NIOCore

extension Problem: HTTPResponseError {
    /// As problem+json, in Vietnamese where the context knows no language.
    package func response(from request: Request, context: some RequestContext) throws -> Response {
        let known = context as? ServiceContext
        return json(language: known?.language ?? .vi, reference: known?.reference ?? "")
    }

    func json(_ context: ServiceContext) -> Response {
        json(language: context.language, reference: context.reference)
    }

    private func json(language: Language, reference: String) -> Response {
        let document = Document(
            type: type, title: title.text(language), status: status.code, detail: detail?.text(language),
            errors: errors.map { Document.Field(pointer: $0.pointer.description, code: $0.code, message: $0.message.text(language)) },
            reference: reference, error: error)
        var headers = headers
        headers[.contentType] = "application/problem+json"
        headers[.contentLanguage] = language.rawValue
        let data = (try? MessageCoding.encode(document)) ?? Data()
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: data)))
    }

    /// A page without any template, for when there is none or it failed.
    func plainPage(_ context: ServiceContext) -> Response {
        let language = context.language
        let listed = errors.map { "<li>\($0.pointer.description.htmlEscaped): \($0.message.text(language).htmlEscaped)</li>" }.joined()
        let label = Bilingual(vi: "Mã tham chiếu", en: "Reference").text(language)
        return .html(
            """
            <!doctype html><html lang="\(language.rawValue)"><head><meta charset="utf-8">\
            <meta name="viewport" content="width=device-width"><title>\(title.text(language).htmlEscaped)</title></head>\
            <body><main><h1>\(title.text(language).htmlEscaped)</h1><p>\((detail?.text(language) ?? "").htmlEscaped)</p>\
            \(listed.isEmpty ? "" : "<ul>\(listed)</ul>")<p>\(label): <code>\(context.reference)</code></p></main></body></html>
            """, status: status, headers: headers)
    }

    /// RFC 9457's members, with ours: `errors` and `reference`; and OAuth's `error`, where there is one.
    private struct Document: Encodable {
        let type: String
        let title: String
        let status: Int
        let detail: String?
        let errors: [Field]
        let reference: String
        let error: String?

        struct Field: Encodable {
            let pointer: String
            let code: String
            let message: String
        }
    }
}

extension String {
    fileprivate var htmlEscaped: String {
        replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;").replacing("\"", with: "&quot;")
    }
}
