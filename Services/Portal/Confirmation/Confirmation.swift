import Database
import Foundation
import HTTPTypes
import Hummingbird
import Models
import NIOCore
import Outbox
import Pages
import ServiceKit

/// Asks once more who is there before what decides about ways in is changed: a browser that was left open is not enough (OWASP ASVS 5.0, V7.5.1).
/// Whoever has shown it within the last quarter of an hour, by signing in or here, is not asked. Tokens of scripts have no session, and nobody to ask.
struct Confirmation: Sendable {
    typealias Handler = @Sendable (Request, ServiceContext) async throws -> Response

    /// Seconds.
    static let life: TimeInterval = 900

    let database: Database
    let renderer: PageRenderer
    let accounts: AccountStore
    let sessions: Sessions
    let secondFactor: SecondFactor
    let choose: ChoosePassword
    let places: SignInPlaces
    /// Of the audit trail.
    let clock: WallClock

    /// A form of a page. Where its person must be asked, the page that asks carries the whole form along and sends it to the same place, so that
    /// nothing that was typed is lost.
    func guarding(_ handler: @escaping Handler) -> Handler {
        { request, context in
            guard try await isNeeded(context), let session = context.identity?.session else { return try await handler(request, context) }
            let body = try await request.bytes(maximum: 16_384)
            let fields = try FormParser.fields(body)
            let account = try await account(context)
            guard fields.contains(where: { ConfirmationForm.names.contains($0.name) }) else {
                return try page(account, carrying: fields, [], request, context)
            }
            do {
                try await prove(account, fields, SignInVisitor(request, context))
            } catch let problem as Problem where !problem.errors.isEmpty {
                return try page(account, carrying: fields, problem.errors, request, context)
            }
            try await database.transaction(.service) { transaction in
                places.keep("sign_in.confirmed", account.id, SignInVisitor(request, context), in: transaction)
                try transaction.audit(SignIn.entry("sign_in.confirmed", account, context.reference), at: clock.now)
                try await sessions.confirm(session, in: transaction)
            }
            var whole = request
            whole.body = RequestBody(buffer: ByteBuffer(bytes: body))
            return try await handler(whole, context)
        }
    }

    /// A call of the API: 403, which names the page where to show it.
    func guardingCall(_ handler: @escaping Handler) -> Handler {
        { request, context in
            if try await isNeeded(context) { throw Self.needed }
            return try await handler(request, context)
        }
    }

    /// The page that asks.
    func page(
        _ account: Account, carrying fields: [(name: String, value: String)], _ errors: [FieldError], _ request: Request,
        _ context: ServiceContext
    ) throws -> Response {
        let model = ConfirmationForm(
            account: account, action: request.uri.path,
            carried: fields.filter { !ConfirmationForm.names.contains($0.name) }.map { HiddenField($0.name, $0.value) },
            form: Form(renderer.sentences(context.language), errors: errors))
        return try renderer.page(
            "portal-confirmation", model, title: "confirmation_title", context: PageContext(request, context),
            status: errors.isEmpty ? .forbidden : .unprocessableContent)
    }

    /// The account of whoever asks.
    func account(_ context: ServiceContext) async throws -> Account {
        let id = try OwnAccount.id(context)
        guard let account = try await database.transaction(.service, { try await accounts.find(id, in: $0) }) else {
            throw Problem.notFound()
        }
        return account
    }

    private func isNeeded(_ context: ServiceContext) async throws -> Bool {
        guard let session = context.identity?.session else { return false }
        return try await !database.transaction(.service) { try await sessions.isConfirmed(session, within: Self.life, in: $0) }
    }

    /// The password, and a code where there is a second factor. Throws 422 where one is wrong, 429 where it was tried too often.
    private func prove(_ account: Account, _ fields: [(name: String, value: String)], _ visitor: SignInVisitor) async throws {
        func typed(_ name: String) -> String { fields.last { $0.name == name }?.value ?? "" }
        guard account.password != nil || account.hasSecondFactor else { throw Self.needed }
        if account.password != nil {
            do {
                _ = try await choose.proven(account.id, by: typed(ConfirmationForm.password), from: visitor.address)
            } catch let problem as Problem where !problem.errors.isEmpty {
                try await failed("sign_in.failed", account, visitor)
                throw Problem.validation([ConfirmationForm.wrongPassword])
            }
        }
        guard account.hasSecondFactor else { return }
        try await choose.throttle.admit(codeOf: account.id, from: visitor.address)
        let isRight = try await database.transaction(.service) { transaction in
            guard try await secondFactor.takes(typed(ConfirmationForm.code), of: account.id, in: transaction) else { return false }
            choose.throttle.succeeded(codeOf: account.id, from: visitor.address, in: transaction)
            return true
        }
        guard isRight else {
            try await failed("sign_in.code-wrong", account, visitor)
            throw Problem.validation([ConfirmationForm.wrongCode])
        }
    }

    private func failed(_ what: String, _ account: Account, _ visitor: SignInVisitor) async throws {
        try await database.transaction(.service) { transaction in
            places.keep(what, account.id, visitor, in: transaction)
            try transaction.audit(SignIn.entry(what, account, visitor.reference), at: clock.now)
        }
    }

    private static let needed = Problem(
        "confirmation-needed", status: .forbidden,
        title: Bilingual(vi: "Cần xác nhận lại", en: "To be confirmed"),
        detail: Bilingual(
            vi: "Việc này cần bạn xác nhận lại danh tính. Hãy mở trang /account/confirmation trong cùng phiên đăng nhập rồi thử lại.",
            en: "This takes that you show again who you are. Open the page /account/confirmation in the same session, then retry."))
}
