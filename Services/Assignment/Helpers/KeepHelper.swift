import Database
import Models
import Outbox
import Rules
import ServiceKit

/// Enters and changes helpers, and tells the other services.
struct KeepHelper: Sendable {
    let registers: Registers

    /// Enters a new helper. Throws 422 where the organisation is unknown or has no helpers of that kind, 403 where it is not the caller's.
    func enter(
        _ draft: HelperDraft, at organisation: OrganisationID, by identity: Identity, _ actor: Actor, in transaction: Transaction
    ) async throws -> Helper {
        let employer = try await employer(organisation, by: identity, in: transaction)
        try check(draft.kind, at: employer)
        let now = registers.clock.now
        let id = HelperID(at: now)
        try await refusingTakenCards { try await HelperStore.insert(id, of: employer, draft, at: now, in: transaction) }
        return try await tell(id, action: "helper.entered", actor, in: transaction)
    }

    /// Changes a helper that the caller may see. Throws 403 where it is not the caller's to change.
    func change(
        _ present: Helper, to draft: HelperDraft, by identity: Identity, _ actor: Actor, in transaction: Transaction
    ) async throws -> Helper {
        let employer = try await employer(present.organisation, by: identity, in: transaction)
        try check(draft.kind, at: employer)
        let now = registers.clock.now
        try await refusingTakenCards { try await HelperStore.update(present.id, draft, at: now, in: transaction) }
        return try await tell(present.id, action: "helper.changed", actor, in: transaction)
    }

    /// The organisation, whose helpers the caller keeps. Throws 422 where there is none, 403 where they do not.
    @discardableResult
    func employer(_ id: OrganisationID, by identity: Identity, in transaction: Transaction) async throws -> Organisation {
        guard let organisation = try await OrganisationStore.find(id, in: transaction) else {
            throw Problem.validation([
                FieldError(
                    "/organisation", code: "unknown_organisation",
                    message: Bilingual(vi: "Không có tổ chức này.", en: "There is no such organisation."))
            ])
        }
        guard identity.keepsHelpers(of: organisation) else { throw Problem.forbidden() }
        return organisation
    }

    /// Officers and collaborators work for centres, advisers for participating organisations, lawyers for both (Law 11/2017, Điều 17.1). Nil where
    /// helpers of that kind work there.
    func fault(_ kind: HelperKind, at organisation: Organisation) -> FieldError? {
        guard !registers.rules.helperKinds(on: registers.clock.today).may(kind, workFor: organisation.kind) else { return nil }
        return FieldError(
            "/kind", code: "kind_not_here",
            message: Bilingual(
                vi: "Tổ chức loại này không có người thực hiện loại này; hãy chọn loại khác",
                en: "Organisations of this kind have no helpers of this kind; choose another"
            ).citing("Law 11/2017, Điều 17.1"))
    }

    private func check(_ kind: HelperKind, at organisation: Organisation) throws {
        if let fault = fault(kind, at: organisation) { throw Problem.validation([fault]) }
    }

    private func refusingTakenCards(_ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch let error as DatabaseError where error.isUniqueViolation(of: "helpers_card_once") {
            throw Problem.validation([
                FieldError(
                    "/card_number", code: "taken",
                    message: Bilingual(
                        vi: "Số thẻ này đã có ở một người thực hiện cùng loại của tổ chức.",
                        en: "A helper of this kind at the organisation has this card number already."))
            ])
        }
    }

    private func tell(_ id: HelperID, action: String, _ actor: Actor, in transaction: Transaction) async throws -> Helper {
        let now = registers.clock.now
        guard let helper = try await HelperStore.find(id, on: registers.clock.today, in: transaction) else { throw Problem.notFound() }
        try registers.outbox.publish(
            HelperChanged(
                helper: helper.id, organisation: helper.organisation, province: helper.province, kind: helper.kind, fullName: helper.name,
                email: helper.email, active: helper.active, occurredAt: now, recordedAt: now),
            version: helper.version, in: transaction)
        try transaction.audit(actor.entry(action, of: "helper", helper.id.uuid, helper.organisation), at: now)
        return helper
    }
}
