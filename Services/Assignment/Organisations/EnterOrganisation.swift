import Database
import Models
import Outbox
import ServiceKit

/// Enters and changes organisations, and tells the other services.
struct EnterOrganisation: Sendable {
    let registers: Registers

    /// Enters a new one. Throws 403 where the caller does not keep such organisations, 422 for a parent or code that does not fit.
    func enter(_ draft: OrganisationDraft, by identity: Identity, _ actor: Actor, in transaction: Transaction) async throws -> Organisation
    {
        guard identity.keeps(kind: draft.kind, parent: draft.parent, province: draft.province) else { throw Problem.forbidden() }
        if let parent = draft.parent { try await check(parent: parent, of: draft, in: transaction) }
        let now = registers.clock.now
        let id = OrganisationID(at: now)
        do {
            guard let organisation = try await OrganisationStore.insert(id, draft, at: now, in: transaction) else {
                throw Problem.internalError()
            }
            try tell(organisation, action: "organisation.entered", actor, in: transaction)
            return organisation
        } catch let error as DatabaseError where error.isUniqueViolation(of: "organisations_code_once") {
            throw Problem.validation([
                FieldError(
                    "/code", code: "taken",
                    message: Bilingual(vi: "Mã này đã được dùng trong tỉnh.", en: "This code is taken in the province."))
            ])
        }
    }

    /// Changes name, address or whether it is active.
    func change(
        _ present: Organisation, title: String, email: String?, active: Bool, _ actor: Actor, in transaction: Transaction
    ) async throws -> Organisation {
        guard
            let changed = try await OrganisationStore.update(present.id, title: title, email: email, active: active, in: transaction)
        else { throw Problem.notFound() }
        try tell(changed, action: "organisation.changed", actor, in: transaction)
        return changed
    }

    private func check(parent: OrganisationID, of draft: OrganisationDraft, in transaction: Transaction) async throws {
        let centre = try await OrganisationStore.find(parent, in: transaction)
        guard let centre, centre.kind == .centre else {
            throw Problem.validation([
                FieldError(
                    "/parent", code: "unknown_centre", message: Bilingual(vi: "Không có trung tâm này.", en: "There is no such centre."))
            ])
        }
        guard centre.province == draft.province else {
            throw Problem.validation([
                FieldError(
                    "/province", code: "other_province",
                    message: Bilingual(vi: "Chi nhánh phải ở cùng tỉnh với trung tâm.", en: "A branch lies in its centre's province."))
            ])
        }
    }

    private func tell(_ organisation: Organisation, action: String, _ actor: Actor, in transaction: Transaction) throws {
        let now = registers.clock.now
        try registers.outbox.publish(
            OrganisationChanged(
                organisation: organisation.id, kind: organisation.kind, parent: organisation.parent, province: organisation.province,
                title: organisation.title, code: organisation.code, email: organisation.email, active: organisation.active,
                occurredAt: now, recordedAt: now),
            version: organisation.version, in: transaction)
        try transaction.audit(actor.entry(action, of: "organisation", organisation.id.uuid, organisation.id), at: now)
    }
}
