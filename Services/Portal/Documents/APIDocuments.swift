import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import Models
import NIOCore
import ServiceKit

/// The descriptions of what programs use: `/api/openapi.json` of the calls, `/api/asyncapi.json` of the messages.
struct APIDocuments: Sendable {
    private let calls: Document
    private let messages: Document

    /// Reads the files of the bundle's folder `API`. Throws where they cannot be put together.
    init() throws {
        guard let folder = App.api else { throw CocoaError(.fileNoSuchFile) }
        calls = Document(try OpenAPIFiles(folder: folder).json())
        messages = Document(try AsyncAPI.document(of: .standard))
    }

    func add(to router: Router<ServiceContext>) {
        router.get("/api/openapi.json") { request, _ in calls.answer(to: request) }
        router.get("/api/asyncapi.json") { request, _ in messages.answer(to: request) }
    }

    /// One document in memory.
    private struct Document: Sendable {
        let content: ByteBuffer
        let etag: ETag

        init(_ data: Data) {
            content = ByteBuffer(bytes: data)
            etag = ETag(sha256: SHA256.hash(data: data).hexadecimal)
        }

        func answer(to request: Request) -> Response {
            let headers: HTTPFields = [.eTag: etag.description, .cacheControl: "public, max-age=60"]
            if request.alreadyHas(etag) { return Response(status: .notModified, headers: headers) }
            var answer = Response(status: .ok, headers: headers, body: .init(byteBuffer: content))
            answer.headers[.contentType] = "application/json"
            return answer
        }
    }
}
