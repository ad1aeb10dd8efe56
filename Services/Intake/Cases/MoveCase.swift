import Database
import Directory
import Foundation
import Models
import Outbox
import Rules
import ServiceKit

/// Moves a case as ``CaseTransitions`` allows: suspends, resumes, reopens, archives it, or transfers it to another organisation. Each leaves who, when and
/// why in its history and in the audit trail, and tells the other services, all in the caller's transaction.
struct MoveCase: Sendable {
    let clock: WallClock
    let rules: RulePacks
    let outbox: Outbox
    let directory: Directory
    let cases: CaseStore
    let dossier: DossierStore
    let timeline: TimelineStore
    let requests: RequestStore
    let passOn: PassOn
    let words: StateWords

    /// What is done here; the rest has operations of its own.
    static let actions: [CaseAction] = [.suspend, .resume, .transfer, .archive, .reopen]

    /// Does it as `document` says. Throws 409 where the case's state does not allow it, 422 with every field that is wrong.
    func callAsFunction(
        _ action: CaseAction, _ document: JSONValue, on record: CaseRecord, by actor: Actor, in transaction: Transaction
    ) async throws {
        let state = try words.check(record, action)
        let today = clock.today
        switch action {
        case .suspend: try suspend(record, try Suspension(document, of: record, rules: rules, today: today), by: actor, in: transaction)
        case .resume:
            try resume(record, to: state, try Resumption(document, of: record, today: today), by: actor, in: transaction)
        case .reopen:
            try await reopen(record, to: state, try Reopening(document, of: record, today: today), by: actor, in: transaction)
        case .archive: try archive(record, try Archiving(document, of: record, today: today), by: actor, in: transaction)
        case .transfer: try await transfer(record, document, by: actor, in: transaction)
        case .assign, .release, .work, .finish, .stop, .handOver: throw words.refusal(action, record.state)
        }
    }

    private func suspend(_ record: CaseRecord, _ suspension: Suspension, by actor: Actor, in transaction: Transaction) throws {
        try outbox.publish(
            CaseSuspended(
                case: record.id, organisation: record.organisation, ground: suspension.ground, suspendedOn: suspension.date,
                expectedOn: suspension.expectedOn, occurredAt: suspension.date.start, recordedAt: clock.now),
            version: record.told + 1, in: transaction)
        cases.suspend(record.id, suspension, in: transaction)
        var details = ["date": suspension.date.description, "ground": suspension.ground]
        details["expected_on"] = suspension.expectedOn?.description
        details["note"] = suspension.note
        try leave("suspended", on: record, by: actor, details, in: transaction)
    }

    private func resume(_ record: CaseRecord, to state: CaseState, _ resumption: Resumption, by actor: Actor, in transaction: Transaction)
        throws
    {
        try outbox.publish(
            CaseResumed(
                case: record.id, organisation: record.organisation, resumedOn: resumption.date, state: state,
                occurredAt: resumption.date.start, recordedAt: clock.now),
            version: record.told + 1, in: transaction)
        cases.resume(record.id, to: state, on: resumption.date, in: transaction)
        try leave(
            "resumed", on: record, by: actor, ["date": resumption.date.description, "reason": resumption.reason], in: transaction)
    }

    /// The papers of the end, and the notice that aid is stopped, are asked for no more.
    private func reopen(_ record: CaseRecord, to state: CaseState, _ reopening: Reopening, by actor: Actor, in transaction: Transaction)
        async throws
    {
        dossier.askNoMore(for: DossierPaper.stopNotice, of: record.id, in: transaction)
        let papers = try await dossier.papers(of: record.id, in: transaction)
        try outbox.publish(
            CaseReopened(
                case: record.id, organisation: record.organisation, reopenedOn: reopening.date, occurredAt: reopening.date.start,
                recordedAt: clock.now),
            version: record.told + 1, in: transaction)
        try outbox.publish(
            DossierState(papers, .underWay).message(record, at: clock.now), version: record.told + 2, in: transaction)
        cases.reopen(record.id, to: state, on: reopening.date, in: transaction)
        cases.countTold(record.id, in: transaction)
        dossier.count(of: record.id, in: transaction)
        try leave("reopened", on: record, by: actor, ["date": reopening.date.description, "reason": reopening.reason], in: transaction)
    }

    private func archive(_ record: CaseRecord, _ archiving: Archiving, by actor: Actor, in transaction: Transaction) throws {
        try outbox.publish(
            CaseArchived(
                case: record.id, organisation: record.organisation, archivedOn: archiving.date, occurredAt: archiving.date.start,
                recordedAt: clock.now),
            version: record.told + 1, in: transaction)
        cases.archive(record.id, archiving, in: transaction)
        var details = ["date": archiving.date.description, "place": archiving.place]
        details["note"] = archiving.note
        try leave("archived", on: record, by: actor, details, in: transaction)
    }

    /// The case keeps its number and ends here today; at the receiver it is a request, in the same transaction: nothing of it is ever between the two.
    /// The transaction is in the scope of the service, since it writes at two organisations.
    private func transfer(_ record: CaseRecord, _ document: JSONValue, by actor: Actor, in transaction: Transaction) async throws {
        guard let sender = try await directory.organisation(record.organisation, in: transaction),
            let request = try await requests.find(record.request, in: transaction)
        else { throw Problem.notFound() }
        let asked = try CaseTransfer(document, from: sender, rules: rules, today: clock.today)
        let papers = try await dossier.papers(of: record.id, in: transaction).compactMap(TransferredPaper.init)
        let passed = try await passOn(
            request, with: record, from: sender, to: asked.receiver, because: asked.ground, note: asked.note, papers, by: actor,
            in: transaction)
        try outbox.publish(
            CaseTransferred(
                case: record.id, organisation: record.organisation, receiver: asked.receiver,
                receiverProvince: passed.receiverProvince, request: passed.request, ground: asked.ground, transferredOn: clock.today,
                occurredAt: clock.now, recordedAt: clock.now),
            version: record.told + 1, in: transaction)
        cases.transfer(record.id, on: clock.today, ground: asked.ground, in: transaction)
        var details = ["date": clock.today.description, "ground": asked.ground, "receiver": passed.receiverTitle]
        details["note"] = asked.note
        try leave("transferred", on: record, by: actor, details, in: transaction)
    }

    private func leave(
        _ kind: String, on record: CaseRecord, by actor: Actor, _ details: [String: String], in transaction: Transaction
    ) throws {
        let now = clock.now
        try timeline.add(kind, to: record, by: actor.name, details, at: now, in: transaction)
        let coded = details.filter { $0.key == "ground" }
        try transaction.audit(actor.entry("case.\(kind)", "case", record.id.uuid, record.organisation, details: coded), at: now)
    }
}
