import Database
import Directory
import Foundation
import Models
import Outbox
import Rules
import ServiceKit

/// Enters at one organisation what another passes on to it (Law 11/2017, Điều 16.3, 35): a request of its own there, received now, with the people it names
/// and the list of the papers, to be decided like any other. Works in the scope of the service; whether the caller may pass it on is asked before.
struct PassOn: Sendable {
    let clock: WallClock
    let rules: RulePacks
    let outbox: Outbox
    let directory: Directory
    let requests: RequestStore
    let parties: PartyStore
    let transfers: TransferStore

    /// - Parameter record: the case that goes with it, where it was accepted already.
    /// - Throws: 422 on `/organisation` where nobody of that id can take it, or the ground does not lead there.
    func callAsFunction(
        _ request: RequestRecord, with record: CaseRecord?, from sender: Organisation, to receiver: OrganisationID, because ground: String,
        note: String?, _ papers: [TransferredPaper], by actor: Actor, in transaction: Transaction
    ) async throws -> Transfer {
        // A request that came from elsewhere takes what belongs to it along.
        let arrival = record == nil ? try await transfers.arrival(of: request.id, in: transaction) : nil
        let receiving = try await receiving(receiver, from: sender, in: transaction)
        let now = clock.now
        let pack = record == nil ? rules.transferReasons(on: LegalDate(now)) : rules.caseTransferGrounds(on: LegalDate(now))
        if let ground = pack[ground], !ground.leads(from: sender.province, to: receiving.kind, in: receiving.province) {
            throw Self.cannotReceive
        }
        let people = try await parties.list(of: request.id, in: transaction)
        let new = NewRequest(
            id: RequestID(at: now), organisation: receiving.id, province: receiving.province,
            draft: RequestDraft(request, naming: people, to: receiving.id), eligibility: request.eligibility, matter: request.matter,
            receivedAt: now, recordedAt: now, recordedBy: actor.name, state: .received, distinctFrom: [])
        try requests.insert(new, in: transaction)
        try outbox.publish(RequestReceived(new), version: 1, in: transaction)
        let transfer = Transfer(
            request: new.id, receiver: receiving.id, receiverTitle: receiving.title,
            receiverProvince: receiving.province, sender: sender.id, senderTitle: sender.title,
            case: record?.id, code: record?.code, origin: record?.id ?? arrival?.origin, passing: (arrival?.passing ?? 0) + 1,
            ground: ground, note: note, papers: arrival?.papers ?? papers, at: now, by: actor.name, answer: nil)
        try transfers.insert(transfer, of: request, to: receiving, in: transaction)
        try transaction.audit(
            actor.entry(
                "request.received", "request", new.id.uuid, receiving.id, details: ["transferred_from": sender.id.description]), at: now)
        return transfer
    }

    private func receiving(_ id: OrganisationID, from sender: Organisation, in transaction: Transaction) async throws -> Organisation {
        guard id != sender.id, let found = try await directory.organisation(id, in: transaction), found.active else {
            throw Problem.validation([
                FieldError(
                    "/organisation", code: "unknown_organisation",
                    message: Bilingual(
                        vi: "Hãy chọn một tổ chức khác đang hoạt động.", en: "Name another organisation, one that works."))
            ])
        }
        return found
    }
}

extension PassOn {
    fileprivate static let cannotReceive = Problem.validation([
        FieldError(
            "/organisation", code: "cannot_receive",
            message: Bilingual(
                vi:
                    "Với căn cứ này, chỉ chuyển đến Trung tâm hoặc Chi nhánh có thẩm quyền: của tỉnh khác khi ngoài phạm vi (Luật "
                    + "Trợ giúp pháp lý, Điều 35.1), tại địa phương khi không đủ nguồn lực (Điều 35.2).",
                en:
                    "On this ground it goes to a competent centre or branch only: of another province where it is outside the territory (Law on "
                    + "Legal Aid, Article 35.1), of the same where the means are lacking (Article 35.2)."))
    ])
}

extension RequestDraft {
    /// A request as another organisation receives it: what was asked and by whom, whatever was named since.
    fileprivate init(_ record: RequestRecord, naming people: [Intake.Party], to receiver: OrganisationID) {
        func named(_ role: PartyRole) -> [Party] {
            people.filter { $0.role == role }.map { Party(name: $0.name, birthYear: $0.birthYear, identityNumber: $0.identityNumber) }
        }
        self.init(
            centre: receiver, channel: record.channel, receivedAt: nil, held: record.held, notice: record.notice, client: record.client,
            requester: record.requester, categories: record.categories, papers: record.papers, forceMajeure: false, territory: nil,
            hardship: record.hardship,
            form: record.form,
            field: record.field,
            role: record.role, matter: record.matter, summary: record.summary, coClients: [], opposing: named(.opposing),
            relatives: named(.relative),
            deadline: record.deadline, urgent: record.urgent, distinctReason: nil, accept: false)
    }
}
