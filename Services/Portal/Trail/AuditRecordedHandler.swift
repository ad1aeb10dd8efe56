import Database
import Models
import Outbox

/// Gathers the lines of one service's audit trail.
struct AuditRecordedHandler<Sender: DaySealing>: MessageHandler {
    let trail: TrailStore

    func handle(_ message: AuditRecorded<Sender>, _ envelope: Envelope, in transaction: Transaction) async throws {
        try await trail.add(message.lines, of: Sender.service, in: transaction)
    }
}

enum AuditRecordedHandlers {
    /// One for each service.
    static func all(_ trail: TrailStore) -> [any MessageHandler] {
        ServiceName.allCases.map { handler(of: DaySeal.sender($0), trail) }
    }

    private static func handler<Sender: DaySealing>(of sender: Sender.Type, _ trail: TrailStore) -> any MessageHandler {
        AuditRecordedHandler<Sender>(trail: trail)
    }
}
