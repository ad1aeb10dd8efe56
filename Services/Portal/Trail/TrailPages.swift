import Database
import Directory
import Foundation
import Hummingbird
import Models
import Outbox
import Pages
import Rules
import ServiceKit

/// `/audit`: who did or saw what, within the reader's scope; `/audit?subject=…` is “who saw this dossier”. Looking is on record, too.
struct TrailPages: Sendable {
    let house: House
    let renderer: PageRenderer
    let trail: TrailStore
    let places: SignInPlaces

    func add(to router: Router<ServiceContext>) {
        router.get("/audit", use: list)
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let query = try request.queryTree().joiningDates
        let filter = try TrailFilter.read(query)
        let (found, subject) = try await house.database.transaction(identity.scope) { transaction in
            try transaction.audit(try context.auditEntry("audit.viewed", kind: "audit", subject: filter.subject), at: house.clock.now)
            var subject: TrailSubject?
            if let asked = filter.subject { subject = try await trail.about(asked, in: transaction) }
            return (try await trail.list(filter, in: transaction), subject)
        }
        let references = found.filter { SignInPlaces.isKept($0.action) }.compactMap(\.reference)
        let addresses =
            references.isEmpty ? [:] : try await house.database.transaction(.service) { try await places.addresses(of: references, in: $0) }
        let model = TrailListPage(
            entries: found, subject: subject, addresses: addresses, filter: filter, reader: identity,
            forms: house.rules.printedForms(on: house.clock.today),
            form: Form(renderer.sentences(context.language), values: query))
        return try renderer.page(
            "portal-trail", model, title: filter.subject == nil ? "audit_title" : "audit_subject_title", request, context)
    }
}
