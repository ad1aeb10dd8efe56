import Database
import Directory
import Foundation
import Hummingbird
import Models
import Outbox
import Pages
import Rules
import ServiceKit

/// Fills forms in for whoever may see what they are filled in from; each print is audited.
struct DocumentDesk: Sendable {
    /// Lines of a volume of the register: about twenty seconds of laying out. A longer register is printed volume by volume.
    static let mostLines = 500

    let house: House
    let renderer: PageRenderer
    let layouts: Layouts
    let store: DocumentStore
    let corrections: RegisterCorrectionStore
    let directory: Directory
    let requests: RequestStore
    let timeline: TimelineStore
    let transfers: TransferStore
    let progress: ProgressStore
    let work: WorkDesk

    private var today: LegalDate { house.clock.today }
    var pack: PrintedFormPack { house.rules.printedForms(on: today) }
    private var writer: DocumentWriter { DocumentWriter(rules: house.rules, t: renderer.sentences(.vi), today: today) }

    /// The case of the request, with the forms that fit it.
    func forms(ofCase context: ServiceContext) async throws -> (CaseRecord, [PrintedForm]) {
        let (record, request) = try await work.read(context, part: "documents") { try await requests.find($0.request, in: $1) }
        guard let request else { throw Problem.notFound() }
        return (record, pack.forms.filter { $0.fits(record, of: request) })
    }

    /// The request, with the forms that fit it.
    func forms(ofRequest context: ServiceContext) async throws -> (RequestRecord, [PrintedForm]) {
        let identity = try context.require()
        let id = try context.id("id", RequestID.self)
        let actor = Actor(identity, reference: context.reference)
        let record = try await house.database.transaction(identity.scope) { transaction in
            guard let record = try await requests.find(id, in: transaction) else { throw Problem.notFound() }
            try transaction.audit(record.viewed("documents", by: actor), at: house.clock.now)
            return record
        }
        return (record, pack.forms.filter { $0.fits(.request, record.form, record.state) })
    }

    /// A form filled in from a case. Throws 404 where it does not fit.
    func sheet(ofCase context: ServiceContext, as format: String) async throws -> Sheet {
        let identity = try context.require()
        let actor = Actor(identity, reference: context.reference)
        let key = context.parameters.get("form") ?? ""
        return try await work.read(context, part: "documents") { record, transaction in
            guard let request = try await requests.find(record.request, in: transaction), let form = pack[key],
                form.fits(record, of: request)
            else { throw Problem.notFound() }
            let office = try await office(record.organisation, in: transaction)
            var facts = writer.begin(form, office)
            try await add(request, for: identity, to: &facts, in: transaction)
            writer.add(record, try await timeline.entries(of: record.id, in: transaction), form: form, to: &facts)
            if form.listsWork {
                let entries = try await progress.list(of: record.id, in: transaction)
                // Each helper declares their own work.
                writer.add(identity.role == .helper ? entries.filter { $0.helper == identity.helper } : entries, to: &facts)
            }
            try transaction.audit(
                actor.entry(
                    "document.printed", "case", record.id.uuid, record.organisation, details: ["form": key, "format": format]),
                at: house.clock.now)
            return try await sheet(form, facts, title: record.code, record.organisation, in: transaction)
        }.found
    }

    /// A form filled in from a request. Throws 404 where it does not fit.
    func sheet(ofRequest context: ServiceContext, as format: String) async throws -> Sheet {
        let identity = try context.require()
        let actor = Actor(identity, reference: context.reference)
        let id = try context.id("id", RequestID.self)
        let key = context.parameters.get("form") ?? ""
        return try await house.database.transaction(identity.scope) { transaction in
            guard let request = try await requests.find(id, in: transaction), let form = pack[key],
                form.fits(.request, request.form, request.state)
            else { throw Problem.notFound() }
            var facts = writer.begin(form, try await office(request.organisation, in: transaction))
            try await add(request, for: identity, to: &facts, in: transaction)
            try transaction.audit(
                actor.entry(
                    "document.printed", "request", id.uuid, request.organisation, details: ["form": key, "format": format]),
                at: house.clock.now)
            return try await sheet(form, facts, title: request.client.name, request.organisation, in: transaction)
        }
    }

    private func add(
        _ request: RequestRecord, for identity: Identity, to facts: inout DocumentFacts, in transaction: Transaction
    ) async throws {
        let departure = try await transfers.departure(of: request.id, in: transaction)
        writer.add(
            request, for: identity, opposing: try await store.opposing(of: request.id, in: transaction),
            passedTo: departure?.receiverTitle, to: &facts)
    }

    /// How many volumes the register has that was asked for, and how many lines.
    func volumes(of asked: RegisterRequest, for identity: Identity) async throws -> (volumes: Int, lines: Int) {
        let lines = try await house.database.transaction(identity.scope) { try await store.lines(of: asked, in: $0) }
        return (Self.volumes(lines), lines)
    }

    /// A volume of the register of an organisation. Throws 404 where there is no such volume.
    func register(_ asked: RegisterRequest, for identity: Identity, by actor: Actor, as format: String) async throws -> Sheet {
        guard let form = pack.forms.first(where: { $0.subjects.contains(.register) }) else { throw Problem.notFound() }
        return try await house.database.transaction(identity.scope) { transaction in
            let total = try await store.lines(of: asked, in: transaction)
            guard asked.volume <= Self.volumes(total) else { throw Problem.notFound() }
            let lines = try await store.register(asked, length: Self.mostLines, in: transaction)
            let corrected = try await corrections.list(of: lines.map(\.id), in: transaction)
            var facts = writer.begin(form, try await office(asked.organisation, in: transaction))
            writer.add(
                lines, corrected, of: asked, total: total, volumes: Self.volumes(total), to: &facts)
            try transaction.audit(
                actor.entry(
                    "document.printed", "organisation", asked.organisation.uuid, asked.organisation,
                    details: [
                        "form": form.key, "format": format, "from": asked.from.description, "to": asked.to.description,
                        "volume": String(asked.volume),
                    ]),
                at: house.clock.now)
            return try await sheet(form, facts, title: "\(asked.from) – \(asked.to)", asked.organisation, in: transaction)
        }
    }

    private static func volumes(_ lines: Int) -> Int { max(1, (lines + mostLines - 1) / mostLines) }

    /// A layout that is being written, with the names of its fields.
    func preview(_ form: PrintedForm, _ text: String, _ language: Language) throws -> Sheet {
        let facts = DocumentFacts(namesOfFieldsOf: pack, language)
        return Sheet(title: form.title.text(language.rawValue), isLandscape: form.isLandscape, body: try layouts.fill(text, with: facts))
    }

    /// The centre's own layout, or the house's; one of which the check has come to refuse something is not used.
    private func sheet(
        _ form: PrintedForm, _ facts: DocumentFacts, title: String, _ organisation: OrganisationID, in transaction: Transaction
    ) async throws -> Sheet {
        let own = try await store.layout(of: form.key, organisation, in: transaction)
        let text = own.flatMap { layouts.check.faults(in: $0).isEmpty ? $0 : nil } ?? layouts.text(of: form)
        return Sheet(title: "\(form.title.vi) – \(title)", isLandscape: form.isLandscape, body: try layouts.fill(text, with: facts))
    }

    private func office(_ id: OrganisationID, in transaction: Transaction) async throws -> DocumentWriter.Office {
        guard let organisation = try await directory.organisation(id, in: transaction) else { throw Problem.notFound() }
        let parent = try await organisation.parent.asyncMap { try await directory.organisation($0, in: transaction) } ?? nil
        return DocumentWriter.Office(organisation: organisation, parent: parent)
    }
}

extension PrintedForm {
    /// Whether it is offered for a case: by its request, and by how it ended. A case that was stopped stays so wherever its dossier goes.
    fileprivate func fits(_ record: CaseRecord, of request: RequestRecord) -> Bool {
        let wasStopped = record.state.hasEnded && record.state != .transferred && !record.isFinished
        return fits(.case, record.form, request.state, wasStopped ? .stopped : record.state)
    }
}
