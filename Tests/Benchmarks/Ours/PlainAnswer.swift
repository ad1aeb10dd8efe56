import Hummingbird
import Logging
import NIOCore

/// A server that answers everything with the same bytes: what a page costs at the least, behind the same front door. Runs until it is told to end.
struct PlainAnswer {
    private let port: Int
    private let bytes: Int

    init(_ words: Words) throws {
        port = try words.integer("port", otherwise: 0)
        bytes = try words.integer("bytes", otherwise: 30_000)
    }

    func run() async throws -> Report {
        let body = ByteBuffer(repeating: UInt8(ascii: "x"), count: bytes)
        let router = Router()
        router.get("**") { _, _ in
            Response(status: .ok, headers: [.contentType: "text/html; charset=utf-8"], body: .init(byteBuffer: body))
        }
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: port)), logger: Words.quiet)
        try await application.runService()
        return Report(figures: [:])
    }
}
