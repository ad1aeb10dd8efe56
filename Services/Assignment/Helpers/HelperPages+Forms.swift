import Database
import Foundation
import Hummingbird
import Models
import Pages
import Rules
import ServiceKit

extension HelperPages {
    @Sendable func new(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let own = identity.organisation.map { ["organisation": .string($0.description)] as [String: JSONValue] } ?? [:]
        return try await form(.object(own), nil, identity, request, context)
    }

    @Sendable func enter(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let posted = try await request.form()
        do {
            let reader = FieldReader(posted.joiningDates)
            let organisation = reader.id("organisation", OrganisationID.self)
            let draft = HelperDraft(reader, today: registers.clock.today)
            try reader.finish()
            let helper = try await registers.database.transaction(identity.scope) { transaction in
                try await KeepHelper(registers: registers).enter(
                    draft, at: organisation, by: identity, Actor(identity, context), in: transaction)
            }
            return pages.redirect(to: "/helpers/\(helper.id)", notice: "notice_helper_entered")
        } catch let problem as Problem where !problem.errors.isEmpty {
            return try await form(posted, nil, identity, request, context, problem: problem)
        }
    }

    @Sendable func edit(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let helper = try await find(try context.id("helper"), for: identity) { helper, transaction in
            try registers.record(lookAt: helper, part: "edit", by: Actor(identity, context), in: transaction)
        }
        return try await form(HelperFormPage.values(of: helper), helper, identity, request, context)
    }

    @Sendable func change(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let id = try context.id("helper", HelperID.self)
        let posted = try await request.form()
        let helper = try await find(id, for: identity)
        do {
            let reader = FieldReader(posted.joiningDates)
            let version = reader.int("version")
            let draft = HelperDraft(reader, today: registers.clock.today)
            try reader.finish()
            _ = try await registers.database.transaction(identity.scope) { transaction in
                try await HelperStore.lock(id, in: transaction)
                guard let present = try await HelperStore.find(id, on: registers.clock.today, in: transaction) else {
                    throw Problem.notFound()
                }
                guard present.version == version else { throw Problem.preconditionFailed() }
                return try await KeepHelper(registers: registers).change(
                    present, to: draft, by: identity, Actor(identity, context), in: transaction)
            }
            return pages.redirect(to: "/helpers/\(id)", notice: "notice_helper_changed")
        } catch let problem as Problem where !problem.errors.isEmpty {
            return try await form(posted, helper, identity, request, context, problem: problem)
        }
    }

    @Sendable func enterAbsence(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let id = try context.id("helper", HelperID.self)
        let posted = try await request.form()
        do {
            let reader = FieldReader(posted.joiningDates)
            let draft = AbsenceDraft(reader, today: registers.clock.today)
            try reader.finish()
            try await registers.database.transaction(identity.scope) { transaction in
                let keeping = KeepAbsence(registers: registers)
                let helper = try await keeping.helper(id, for: identity, in: transaction)
                _ = try await keeping.enter(draft, of: helper, Actor(identity, context), in: transaction)
            }
            return pages.redirect(to: "/helpers/\(id)", notice: "notice_absence_entered")
        } catch let problem as Problem where !problem.errors.isEmpty {
            return try await page(of: id, request, context, absence: (posted, problem))
        }
    }

    @Sendable func removeAbsence(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let id = try context.id("helper", HelperID.self)
        guard let absence = context.parameters.get("absence").flatMap({ UUID(text: $0) }) else { throw Problem.notFound() }
        try await registers.database.transaction(identity.scope) { transaction in
            let keeping = KeepAbsence(registers: registers)
            let helper = try await keeping.helper(id, for: identity, in: transaction)
            try await keeping.remove(absence, of: helper, Actor(identity, context), in: transaction)
        }
        return pages.redirect(to: "/helpers/\(id)", notice: "notice_absence_removed")
    }

    /// A helper that is the caller's to change.
    ///
    /// - Parameter record: puts a look on record, in the same transaction.
    private func find(
        _ id: HelperID, for identity: Identity, recording record: @Sendable (Helper, Transaction) throws -> Void = { _, _ in }
    ) async throws -> Helper {
        try await registers.database.transaction(identity.scope) { transaction in
            guard let helper = try await HelperStore.find(id, on: registers.clock.today, in: transaction) else { throw Problem.notFound() }
            try await KeepHelper(registers: registers).employer(helper.organisation, by: identity, in: transaction)
            try record(helper, transaction)
            return helper
        }
    }

    private func form(
        _ values: JSONValue, _ helper: Helper?, _ identity: Identity, _ request: Request, _ context: ServiceContext, problem: Problem? = nil
    ) async throws -> Response {
        let organisations = try await registers.database.transaction(identity.scope) { transaction in
            try await OrganisationStore.keepingHelpers(identity, in: transaction)
        }
        let model = HelperFormPage(
            form: Form(pages.sentences(context.language), values: values, errors: problem?.errors ?? []), helper: helper,
            organisations: organisations)
        return try pages.page(
            "assignment-helper-form", model, title: helper.map { .text($0.name) } ?? "helpers_new", context: PageContext(request, context),
            status: problem?.status ?? .ok)
    }
}
