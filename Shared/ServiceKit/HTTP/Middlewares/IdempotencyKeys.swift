import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// Takes the `Idempotency-Key` of a POST and the digest of its body, for ``ServiceContext/idempotent(_:_:_:_:)``.
struct IdempotencyKeys: RouterMiddleware {
    /// Bytes of a body that comes with a key; routes set their own, lower limits.
    private static let maximum = 4_194_304
    /// The same of somebody who is not known.
    private static let maximumOfStrangers = 65_536

    func handle(
        _ request: Request, context: ServiceContext, next: (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        guard request.method == .post, let key = request.headers[.idempotencyKey] else { return try await next(request, context) }
        guard (1...255).contains(key.utf8.count), key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw Problem.malformed(
                Bilingual(
                    vi: "Idempotency-Key phải có 1–255 ký tự ASCII in được.",
                    en: "Idempotency-Key must be 1 to 255 printable ASCII characters."))
        }
        var request = request
        var context = context
        let body = try await request.bytes(maximum: context.identity == nil ? Self.maximumOfStrangers : Self.maximum)
        request.body = RequestBody(buffer: ByteBuffer(bytes: body))
        context.idempotencyKey = key
        context.bodyDigest = Data(SHA256.hash(data: body))
        return try await next(request, context)
    }
}
