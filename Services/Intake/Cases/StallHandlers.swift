import Database
import Models
import Outbox

/// The case stands still: the register marks it.
struct CaseStalledHandler: MessageHandler {
    let cases: CaseStore
    let timeline: TimelineStore

    func handle(_ message: CaseStalled, _ envelope: Envelope, in transaction: Transaction) async throws {
        guard let record = try await cases.find(message.case, in: transaction) else {
            throw RetryLater("case \(message.case) is not on record yet")
        }
        guard try await cases.setStalled(true, of: record.id, version: envelope.version, in: transaction) else { return }
        try timeline.add(
            "stalled", to: record, by: nil, ["working_days": String(message.workingDays)], at: message.recordedAt, in: transaction)
    }
}

/// It stands still no longer: the mark goes.
struct CaseMovingHandler: MessageHandler {
    let cases: CaseStore
    let timeline: TimelineStore

    func handle(_ message: CaseMoving, _ envelope: Envelope, in transaction: Transaction) async throws {
        guard let record = try await cases.find(message.case, in: transaction) else {
            throw RetryLater("case \(message.case) is not on record yet")
        }
        guard try await cases.setStalled(false, of: record.id, version: envelope.version, in: transaction) else { return }
        try timeline.add(
            "moving", to: record, by: nil, message.cause.map { ["cause": $0.rawValue] } ?? [:], at: message.recordedAt, in: transaction)
    }
}
