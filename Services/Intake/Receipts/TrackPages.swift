import Database
import HTTPTypes
import Hummingbird
import Models
import Outbox
import Pages
import ServiceKit

/// `/requests/track`: how far a request has come, for whoever holds its receipt; there they ask for another helper as well.
struct TrackPages: Sendable {
    let house: House
    let renderer: PageRenderer
    let receipts: ReceiptStore
    let cases: CaseStore
    let changes: HelperChangeStore
    let keep: KeepHelperChange

    func add(to router: Router<ServiceContext>) {
        router.get("/requests/track", use: ask)
        router.post("/requests/track", use: track)
        // Whoever turns to another language, or comes back, begins with the receipt again.
        router.get("/requests/track/helper-change", use: ask)
        router.post("/requests/track/helper-change", use: askForHelper)
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

    @Sendable private func track(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await tracked(.track, request, context) { typed, found in
            try await tracked(found, typed, Form(renderer.sentences(context.language)), request, context)
        }
    }

    /// The client asks for another helper (circular 12/2018, Điều 9.1). Sent again while the first waits, it is that one.
    @Sendable private func askForHelper(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await tracked(.change, request, context) { typed, found in
            let t = renderer.sentences(context.language)
            do {
                let draft = try HelperChangeDraft(online: typed, today: house.clock.today)
                try await house.database.transaction(.service) { transaction in
                    guard let id = found.caseID, let record = try await cases.lock(id, in: transaction) else { throw Problem.notFound() }
                    guard record.changeDueOn == nil else { return }
                    _ = try await keep.ask(draft, on: record, by: .client(reference: context.reference), in: transaction)
                }
                return try await tracked(found, typed, Form(t), status: .created, request, context)
            } catch let problem as Problem where !problem.errors.isEmpty {
                let form = Form(t, values: typed, errors: problem.errors)
                return try await tracked(found, typed, form, status: problem.status, request, context)
            }
        }
    }

    /// Shows the request of the receipt that was typed. The same answer whether the number or the secret is wrong: nobody finds out which numbers there are.
    private func tracked(
        _ act: PublicThrottle.Act, _ request: Request, _ context: ServiceContext,
        _ answer: (JSONValue, ReceivedOnline) async throws -> Response
    ) async throws -> Response {
        let typed = try await request.form(maximum: 32_768)
        try await PublicThrottle(database: house.database, clock: house.clock).admit(context.client, to: act)
        guard let found = try await find(typed, context) else {
            let error = FieldError(
                "/number", code: "unknown_receipt",
                message: Bilingual(vi: "Số hoặc mã bí mật không đúng.", en: "The number or the secret is wrong."))
            return try page(request, context, Form(renderer.sentences(context.language), values: typed, errors: [error]))
        }
        return try await answer(typed, found)
    }

    private func tracked(
        _ found: ReceivedOnline, _ typed: JSONValue, _ form: Form, status: HTTPResponse.Status = .ok, _ request: Request,
        _ context: ServiceContext
    ) async throws -> Response {
        let (record, change) = try await house.database.transaction(.service) { transaction -> (CaseRecord?, HelperChange?) in
            guard let id = found.caseID else { return (nil, nil) }
            return (try await cases.find(id, in: transaction), try await changes.list(of: id, in: transaction).first)
        }
        let asked = record.map { record in
            TrackedChange(
                record: record, change: change, number: found.number, secret: typed["secret"]?.text ?? "", form: form)
        }
        let model = TrackedPage(found: found, change: asked, rules: house.rules, t: form.sentences)
        return try renderer.page("intake-tracked", model, title: "track_title", request, context, status: status)
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
