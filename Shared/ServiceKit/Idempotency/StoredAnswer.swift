import Foundation
import HTTPTypes
import Hummingbird
import Models
import NIOCore

/// An answer as it is kept: enough to give it again, byte for byte.
struct StoredAnswer: Sendable {
    /// The policy too: without its own, a page that is kept would be held to that of plain answers, which lets no style in.
    private static let kept: [HTTPField.Name] = [.contentType, .contentLanguage, .contentSecurityPolicy, .location, .eTag]

    let status: Int
    /// The kept ones.
    let headers: HTTPFields
    let body: Data

    /// - Parameter headers: as ``headerText`` wrote them.
    init(status: Int, headers: String, body: Data) throws {
        self.status = status
        var fields = HTTPFields()
        for (name, value) in try JSONDecoder().decode([String: String].self, from: Data(headers.utf8)) {
            if let name = HTTPField.Name(name) { fields[name] = value }
        }
        self.headers = fields
        self.body = body
    }

    /// Takes the whole body of a response.
    init(_ response: Response) async throws {
        let sink = BodySink()
        try await response.body.write(BodySink.Writer(sink: sink))
        status = response.status.code
        headers = response.headers.filter { Self.kept.contains($0.name) }
        body = Data(sink.buffer.readableBytesView)
    }

    /// The kept headers as a JSON object.
    var headerText: String {
        JSONText.object(Dictionary(headers.map { ($0.name.canonicalName, $0.value) }) { first, _ in first })
    }

    /// The answer again; says that it is one, unless it is the first time.
    func response(replayed: Bool = true) -> Response {
        var fields = headers
        if replayed { fields[.idempotencyReplayed] = "true" }
        return Response(status: .init(code: status), headers: fields, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }
}

/// Collects what a response would write to its connection. Used by one task alone.
private final class BodySink {
    var buffer = ByteBuffer()

    struct Writer: ResponseBodyWriter {
        let sink: BodySink

        mutating func write(_ buffer: ByteBuffer) async throws {
            var buffer = buffer
            sink.buffer.writeBuffer(&buffer)
        }

        consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
    }
}
