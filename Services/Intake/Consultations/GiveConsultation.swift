import Database
import Directory
import Foundation
import Models
import Outbox
import ServiceKit

/// Writes a simple question and its answer into the book (*Sổ thực hiện việc trợ giúp pháp lý*; circular 12/2018, Điều 8.2) and tells that there was
/// one: no request, no case, no dossier.
struct GiveConsultation: Sendable {
    let clock: WallClock
    let outbox: Outbox
    let directory: Directory
    let register: RegisterStore
    let consultations: ConsultationStore

    func callAsFunction(_ draft: ConsultationDraft, by actor: Actor, in transaction: Transaction) async throws -> NewConsultation {
        guard let organisation = try await directory.organisation(draft.centre, in: transaction), organisation.active else {
            throw Problem.validation([
                FieldError(
                    "/centre", code: "unknown_centre",
                    message: Bilingual(vi: "Không có tổ chức trợ giúp pháp lý này.", en: "There is no such legal aid organisation."))
            ])
        }
        try await transaction.checkOwn(organisation.id)
        let now = clock.now
        let givenOn = draft.givenOn ?? LegalDate(now)
        // A book of its own, a year at a time: the circular names the book and says nothing of its numbers.
        let series = "viec.\(givenOn.year)"
        let id = ConsultationID(at: now)
        try transaction.audit(actor.entry("consultation.given", "consultation", id.uuid, organisation.id), at: now)
        try outbox.publish(
            ConsultationGiven(
                consultation: id, organisation: organisation.id, province: organisation.province, channel: draft.channel,
                field: draft.field, categories: draft.categories, gender: draft.clientGender, givenOn: givenOn, occurredAt: givenOn.start,
                recordedAt: now),
            version: 1, in: transaction)
        let number = try await register.nextNumber(organisation: organisation.id, series: series, in: transaction)
        let new = NewConsultation(
            id: id, organisation: organisation.id, province: organisation.province, series: series, number: number, draft: draft,
            givenOn: givenOn, givenBy: actor.name, recordedAt: now)
        consultations.insert(new, in: transaction)
        return new
    }
}
