package import Foundation
import HTTPTypes
package import Hummingbird
import NIOCore

extension Response {
    /// A file to be taken away; nobody on its way keeps it.
    /// - Parameter name: with its ending, in plain ASCII.
    package static func file(_ body: ResponseBody, _ mediaType: String, named name: String) -> Response {
        Response(
            status: .ok,
            headers: [
                .contentType: mediaType, .cacheControl: "private, no-store", .xContentTypeOptions: "nosniff",
                .contentDisposition: "attachment; filename=\"\(name)\"",
            ], body: body)
    }

    package static func file(_ data: Data, _ mediaType: String, named name: String) -> Response {
        file(ResponseBody(byteBuffer: ByteBuffer(bytes: data)), mediaType, named: name)
    }
}
