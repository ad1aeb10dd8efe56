import Database
import Foundation
import HTTPTypes
import Hummingbird
import Models
import Pages
import ServiceKit

/// Drafts of requests: kept by a button of the form (or by its script, while somebody types), listed for whoever is signed in, found by their code for
/// the public.
struct DraftPages: Sendable {
    let house: House
    let renderer: PageRenderer
    let forms: RequestForms
    let keep: KeepDraft

    private var throttle: PublicThrottle { PublicThrottle(database: house.database, clock: house.clock) }

    func add(to router: Router<ServiceContext>) {
        router.get("/requests/drafts", use: list)
        router.post("/requests/drafts", use: save)
        router.post("/requests/drafts/{draft}/removal", use: remove)
        router.get("/requests/resume", use: ask)
        router.post("/requests/resume", use: resume)
    }

    @Sendable private func save(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let typed = try await request.form(maximum: RequestForms.largestBody)
        guard let identity = context.identity else { return try await saveOnline(typed, request, context) }
        guard identity.may(.enterRequests) else { throw Problem.forbidden() }
        guard let key = typed.formKey.flatMap({ UUID(text: $0) }) else {
            throw Problem.malformed(Bilingual(vi: "Biểu mẫu không có khóa.", en: "The form has no key."))
        }
        let draft = try await keep.save(typed, formKey: key, for: identity)
        if PageContext(request, context).isFragment { return said(draft, context) }
        return renderer.redirect(to: "/requests/drafts", notice: "notice_draft_saved")
    }

    private func saveOnline(_ typed: JSONValue, _ request: Request, _ context: ServiceContext) async throws -> Response {
        let known = typed["draft_code"]?.text.flatMap { SecretCode($0, letters: SecretCode.lettersOfDraft) }
        try await throttle.admit(context.client, to: known == nil ? .newDraft : .draft)
        let (draft, code) = try await keep.save(typed, under: known)
        if PageContext(request, context).isFragment {
            var answer = said(draft, context)
            answer.headers[.draftCode] = code.text
            return answer
        }
        let kept = DraftCodePage(code: code, expiresAt: draft.expiresAt, t: renderer.sentences(context.language))
        return try renderer.page("intake-draft-code", kept, title: "draft_code_title", request, context)
    }

    /// What the form's script writes below it.
    private func said(_ draft: NewDraft, _ context: ServiceContext) -> Response {
        let t = renderer.sentences(context.language)
        return Response(
            status: .ok, headers: [.contentType: "text/plain; charset=utf-8", .cacheControl: "private, no-store"],
            body: .init(byteBuffer: ByteBuffer(string: t("draft_saved_at", ["time": t.formats.time(draft.savedAt)]))))
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let found = try await house.database.transaction(identity.scope) {
            try await keep.forms.list(of: identity.subject, at: house.clock.now, in: $0)
        }
        return try renderer.page(
            "intake-drafts", DraftListPage(found: found, t: renderer.sentences(context.language)), title: "drafts_title", request, context)
    }

    @Sendable private func remove(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let id = try context.uuid("draft")
        let isRemoved = try await house.database.transaction(identity.scope) {
            try await keep.forms.remove(id, of: identity.subject, in: $0)
        }
        guard isRemoved else { throw Problem.notFound() }
        return renderer.redirect(to: "/requests/drafts", notice: "notice_draft_removed")
    }

    @Sendable private func ask(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try page(request, context, Form(renderer.sentences(context.language)))
    }

    private func page(_ request: Request, _ context: ServiceContext, _ form: Form) throws -> Response {
        let model = SecretFormPage(
            title: form.sentences("draft_resume_title"), lead: form.sentences("draft_resume_lead"), action: "/requests/resume",
            submit: form.sentences("draft_resume"), form: form,
            fields: [form.text("code", "draft_code", hint: "draft_code_hint", width: .half, maximum: 60)])
        let hasErrors = form.error("code") != nil
        return try renderer.page(
            "intake-secret", model, title: "draft_resume_title", request, context, status: hasErrors ? .unprocessableContent : .ok)
    }

    @Sendable private func resume(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let typed = try await request.form(maximum: 4_096)
        try await throttle.admit(context.client, to: .resume)
        guard let code = typed["code"]?.text.flatMap({ SecretCode($0, letters: SecretCode.lettersOfDraft) }),
            let kept = try await keep.find(code)
        else {
            let error = FieldError(
                "/code", code: "unknown_draft",
                message: Bilingual(
                    vi: "Không có bản nháp nào với mã này, hoặc đã hết hạn.", en: "No draft has this code, or its time is over."))
            return try page(request, context, Form(renderer.sentences(context.language), values: typed, errors: [error]))
        }
        return try await forms.page(request, context, values: kept.fields, code: code)
    }
}
