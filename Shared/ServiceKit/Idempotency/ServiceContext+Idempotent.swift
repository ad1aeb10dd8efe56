package import Database
import Foundation
import HTTPTypes
package import Hummingbird
import Logging
import NIOCore

extension ServiceContext {
    /// Does `body` in one transaction of `scope`, and with an `Idempotency-Key` only once: its answer is kept in the same transaction for 7 days,
    /// and a repeat by the same caller on the same path gets it again. Another body under the key is refused with 422, a repeat while the first
    /// is still at work with 409. What throws is rolled back and not kept: its repeat is a new attempt. Without a key it is a plain transaction.
    ///
    /// - Parameter key: the key, where it comes in another way than in the header (a form's hidden field): repeats are then told
    ///   by the key alone, without regard to the body.
    package func idempotent(
        _ request: Request, _ database: Database, _ scope: Scope, key: String? = nil,
        _ body: (Transaction) async throws -> Response
    ) async throws -> Response {
        guard let key = key ?? idempotencyKey else { return try await database.transaction(scope, body) }
        let claim = IdempotencyClaim(
            caller: identity.map { "\($0.subject) \($0.scope.text)" } ?? "public", path: request.uri.path, key: key,
            bodyDigest: bodyDigest ?? Data())
        return try await database.transaction(scope) { transaction in
            switch try await claim.look(in: transaction) {
            case .busy: throw Self.stillAtWork
            case .otherBody: throw Self.otherBody
            case .answered(let answer): return answer.response()
            case .new:
                let response = try await body(transaction)
                let answer = try await StoredAnswer(response)
                claim.keep(answer, in: transaction)
                return answer.response(replayed: false)
            }
        }
    }

    private static let stillAtWork = Problem(
        "request-in-flight", status: .conflict, title: Bilingual(vi: "Đang xử lý", en: "Still at work"),
        detail: Bilingual(
            vi: "Yêu cầu đầu tiên với Idempotency-Key này còn đang được xử lý.",
            en: "The first request with this Idempotency-Key is still at work."),
        headers: [.retryAfter: "1"])

    private static let otherBody = Problem(
        "idempotency-key-reused", status: .unprocessableContent,
        title: Bilingual(vi: "Idempotency-Key đã dùng cho nội dung khác", en: "The Idempotency-Key was used for another body"),
        detail: Bilingual(vi: "Hãy dùng một key mới cho yêu cầu mới.", en: "Use a new key for a new request."))
}
