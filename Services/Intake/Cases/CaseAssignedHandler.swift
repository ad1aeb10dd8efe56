import Database
import Models
import Outbox
import Rules

/// A helper was picked: the case shows them. A client who asked for another one has them. Where another had been assigned by decision, the decision on
/// the change belongs into the dossier.
struct CaseAssignedHandler: MessageHandler {
    let cases: CaseStore
    let timeline: TimelineStore
    let former: FormerHelperStore
    let changes: KeepHelperChange
    let require: RequirePapers

    func handle(_ message: CaseAssigned, _ envelope: Envelope, in transaction: Transaction) async throws {
        guard let record = try await cases.lock(message.case, in: transaction) else {
            throw RetryLater("case \(message.case) is not on record yet")
        }
        let helper = CaseHelper(id: message.helper, name: message.helperName, kind: message.helperKind)
        guard try await cases.setHelper(helper, of: record, version: envelope.version, in: transaction) else { return }
        former.moved(record, to: helper.id, at: message.recordedAt, in: transaction)
        var details = ["helper": helper.name, "kind": helper.kind.rawValue, "automatic": String(message.automatic)]
        details["previous"] = record.helper.flatMap { $0.id == helper.id ? nil : $0.name }
        details["reason"] = message.reason
        try timeline.add("helper_assigned", to: record, by: message.pickedBy, details, at: message.recordedAt, in: transaction)
        try await changes.replaced(by: helper, of: record, pickedBy: message.pickedBy, at: message.recordedAt, in: transaction)
        guard record.helper?.id != helper.id, try await timeline.holds("decision_issued", of: record.id, in: transaction) else { return }
        let start = message.limitFrom ?? message.occurredAt
        let limit = message.limit.flatMap(DeadlineKey.init(rawValue:)).map { require.rules.deadlines(on: record.acceptedOn)[$0] }
        try await require(
            DossierFacts(helperChanged: true), of: record, from: start, dueOn: limit?.day(after: start, in: require.rules.calendar),
            version: record.told + 1, in: transaction)
    }
}
