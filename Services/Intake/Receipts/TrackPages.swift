import Database
import Hummingbird
import Models
import Outbox
import Pages
import ServiceKit

/// `/requests/track`: how far a request has come, for whoever holds its receipt.
struct TrackPages: Sendable {
    let house: House
    let renderer: PageRenderer
    let receipts: ReceiptStore

    func add(to router: Router<ServiceContext>) {
        router.get("/requests/track", use: ask)
        router.post("/requests/track", use: track)
    }

    @Sendable private func ask(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try page(request, context, Form(renderer.sentences(context.language)))
    }

    private func page(_ request: Request, _ context: ServiceContext, _ form: Form) throws -> Response {
        let model = SecretFormPage(
            title: form.sentences("track_title"), lead: form.sentences("track_lead"), action: "/requests/track",
            submit: form.sentences("track_submit"), form: form,
            fields: [
                form.text("number", "track_number", width: .half, maximum: 40),
                form.text("secret", "track_secret", hint: "track_secret_hint", width: .half, maximum: 60),
            ])
        return try renderer.page(
            "intake-secret", model, title: "track_title", request, context,
            status: form.error("number") == nil ? .ok : .unprocessableContent)
    }

    /// The same answer whether the number or the secret is wrong: nobody finds out which numbers there are.
    @Sendable private func track(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let typed = try await request.form(maximum: 4_096)
        try await PublicThrottle(database: house.database, clock: house.clock).admit(context.client, to: .track)
        guard let found = try await find(typed, context) else {
            let error = FieldError(
                "/number", code: "unknown_receipt",
                message: Bilingual(vi: "Số hoặc mã bí mật không đúng.", en: "The number or the secret is wrong."))
            return try page(request, context, Form(renderer.sentences(context.language), values: typed, errors: [error]))
        }
        let model = TrackedPage(found: found, rules: house.rules, t: renderer.sentences(context.language))
        return try renderer.page("intake-tracked", model, title: "track_title", request, context)
    }

    private func find(_ typed: JSONValue, _ context: ServiceContext) async throws -> ReceivedOnline? {
        guard let secret = typed["secret"]?.text.flatMap({ SecretCode($0, letters: SecretCode.lettersOfReceipt) }),
            let number = typed["number"]?.text.map({ $0.uppercased().filter { !$0.isWhitespace } })
        else { return nil }
        return try await house.database.transaction(.service) { transaction in
            guard let found = try await receipts.find(secret, number: number, in: transaction) else { return nil }
            let actor = Actor.client(reference: context.reference)
            try transaction.audit(
                actor.entry("request.tracked", "request", found.request.uuid, found.organisation), at: house.clock.now)
            return found
        }
    }
}
