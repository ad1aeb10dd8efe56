import Foundation
package import HTTPTypes
package import Hummingbird
import Models
import NIOCore

extension Response {
    /// An answer in JSON: snake_case, RFC 3339, keys in order.
    package static func json(
        _ value: some Encodable, status: HTTPResponse.Status = .ok, etag: ETag? = nil, location: String? = nil, headers: HTTPFields = [:]
    ) throws -> Response {
        var headers = headers
        headers[.contentType] = "application/json; charset=utf-8"
        headers[.eTag] = etag?.description
        headers[.location] = location
        let data = try MessageCoding.encode(value)
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: data)))
    }

    /// An answer in HTML.
    package static func html(_ text: String, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) -> Response {
        var headers = headers
        headers[.contentType] = "text/html; charset=utf-8"
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    /// 303: look there, after a form was taken.
    package static func seeOther(_ location: String, headers: HTTPFields = [:]) -> Response {
        var headers = headers
        headers[.location] = location
        return Response(status: .seeOther, headers: headers)
    }
}
