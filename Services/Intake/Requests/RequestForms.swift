import Database
import Directory
import Hummingbird
import Models
import Outbox
import Pages
import ServiceKit

/// Shows the form of a request: a fresh one, one that came back, one that was kept.
struct RequestForms: Sendable {
    /// Of what is posted with it, in bytes.
    static let largestBody = 65_536

    let house: House
    let renderer: PageRenderer
    let view: ViewRequest
    let directory: Directory

    /// - Parameters:
    ///   - code: the public's, whose draft it is.
    ///   - similar: requests that look like the same one: the clerk looks at them before this one is kept.
    func page(
        _ request: Request, _ context: ServiceContext, values: JSONValue, errors: [FieldError] = [], code: SecretCode? = nil,
        similar: [Duplicate] = []
    ) async throws -> Response {
        let scope = context.identity?.scope ?? .none
        let organisations = try await house.database.transaction(scope) { try await directory.receiving(within: scope, in: $0) }
        let form = Form(renderer.sentences(context.language), values: values, errors: errors.besideTheirBoxes(values))
        let model = RequestFormPage(
            form: form, rules: house.rules, organisations: organisations, reader: context.identity, today: house.clock.today,
            code: code, isAlike: !similar.isEmpty, similar: try await look(at: similar, context))
        return try renderer.page(
            "intake-request-form", model, title: "request_form_title", request, context,
            status: errors.isEmpty && similar.isEmpty ? .ok : .unprocessableContent)
    }

    /// The whole of them, each look on record.
    private func look(at similar: [Duplicate], _ context: ServiceContext) async throws -> [RequestRecord] {
        // Who enters requests compares them; a program that may do no more than that is told that there are some.
        guard !similar.isEmpty, let identity = context.identity, identity.may(.readRequests) || identity.rights == nil else { return [] }
        let actor = Actor(identity, reference: context.reference)
        return try await house.database.transaction(identity.scope) { transaction in
            try await view.look(at: similar.map(\.request), by: actor, in: transaction)
        }
    }
}
