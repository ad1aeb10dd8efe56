import Database
import HTTPTypes
package import Hummingbird
import Logging
import NIOCore
import NIOHTTP1

/// Renders a problem as a page of the house, in the request's language.
package typealias ProblemPage = @Sendable (Problem, Request, ServiceContext) async throws -> Response

/// Turns whatever is thrown below into an answer: `application/problem+json` under `/api/` and for callers who want JSON, a page for people.
struct ProblemAnswers: RouterMiddleware {
    let page: ProblemPage?

    func handle(
        _ request: Request, context: ServiceContext, next: (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPParserError {
            throw error
        } catch {
            var context = context
            context.identity = context.caller.identity
            let problem = Self.problem(of: error, logger: context.logger)
            context.caller.note(problem)
            if Self.wantsJSON(request) { return problem.json(context) }
            return await answer(with: problem, request, context)
        }
    }

    private func answer(with problem: Problem, _ request: Request, _ context: ServiceContext) async -> Response {
        guard let page else { return problem.plainPage(context) }
        do {
            var response = try await page(problem, request, context)
            for field in problem.headers where response.headers[field.name] == nil { response.headers.append(field) }
            return response
        } catch {
            context.logger.error("the page of a problem failed", metadata: ["error": "\(error)"])
            return problem.plainPage(context)
        }
    }

    /// Anything that is no ``Problem`` is logged whole; the caller hears only what helps.
    private static func problem(of error: any Error, logger: Logger) -> Problem {
        switch error {
        case let problem as Problem: return problem
        case let fault as TokenFault: return fault.problem
        case let error as DatabaseError:
            logger.error("the database failed", metadata: ["error": "\(error)"])
            if error.kind == .unknownOutcome {
                return .unavailable(
                    Bilingual(
                        vi: "Chưa rõ thay đổi đã được lưu hay chưa. Hãy gửi lại với cùng Idempotency-Key.",
                        en: "Whether the change was kept is not known. Repeat it with the same Idempotency-Key."))
            }
            return error.isRetriable ? .unavailable() : .internalError()
        case is NIOTooManyBytesError: return .tooLarge()
        case is CancellationError: return .unavailable()
        case let error as HTTPError: return .plain(error.status, detail: error.body)
        case let error as any HTTPResponseError: return .plain(error.status, detail: nil)
        default:
            logger.error("a request failed", metadata: ["error": "\(error)", "type": "\(type(of: error))"])
            return .internalError()
        }
    }

    private static func wantsJSON(_ request: Request) -> Bool {
        if request.uri.path.hasPrefix("/api/") || HealthRoutes.paths.contains(request.uri.path) { return true }
        let accepted = request.headers[.accept] ?? "text/html"
        return accepted.contains("json") && !accepted.contains("text/html")
    }
}
