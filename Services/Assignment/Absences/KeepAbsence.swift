import Database
import Foundation
import Models
import Outbox
import ServiceKit

/// Enters absences and takes them back.
struct KeepAbsence: Sendable {
    let registers: Registers

    /// The helper, if the caller may enter their absences: helpers their own, the others those that they see. Throws 404, 403.
    func helper(_ id: HelperID, for identity: Identity, in transaction: Transaction) async throws -> Helper {
        guard identity.role != .helper || identity.helper == id else { throw Problem.notFound() }
        guard let helper = try await HelperStore.find(id, on: registers.clock.today, in: transaction) else { throw Problem.notFound() }
        return helper
    }

    func enter(_ draft: AbsenceDraft, of helper: Helper, _ actor: Actor, in transaction: Transaction) async throws -> Absence {
        let now = registers.clock.now
        guard let absence = try await AbsenceStore.insert(draft, of: helper, at: now, in: transaction) else {
            throw Problem.internalError()
        }
        let days = ["from": draft.from.description, "to": draft.to.description]
        try transaction.audit(
            actor.entry("helper.absence-entered", of: "helper", helper.id.uuid, helper.organisation, details: days), at: now)
        return absence
    }

    /// Ends an absence early; cases that wait may then find the helper. Throws 404.
    func remove(_ id: UUID, of helper: Helper, _ actor: Actor, in transaction: Transaction) async throws {
        let now = registers.clock.now
        guard try await AbsenceStore.delete(id, of: helper.id, in: transaction) else { throw Problem.notFound() }
        HelperStore.touch(helper.id, at: now, in: transaction)
        try transaction.audit(actor.entry("helper.absence-removed", of: "helper", helper.id.uuid, helper.organisation), at: now)
    }
}
