import Database
import Models
import Outbox
import ServiceKit

/// Fetches simple questions for whoever asks, within their scope, each look on record.
struct ConsultationDesk: Sendable {
    let clock: WallClock
    let database: Database
    let consultations: ConsultationStore

    func list(_ page: PageRequest, for identity: Identity, by actor: Actor) async throws -> [Consultation] {
        try await database.transaction(identity.scope) { transaction in
            try transaction.audit(actor.entry("consultations.listed", "consultation", nil, identity.organisation), at: clock.now)
            return try await consultations.list(page, within: identity.scope, in: transaction)
        }
    }

    /// Throws 404 where it is not theirs to see.
    func view(_ id: ConsultationID, for identity: Identity, by actor: Actor) async throws -> Consultation {
        try await database.transaction(identity.scope) { transaction in
            guard let found = try await consultations.find(id, in: transaction) else { throw Problem.notFound() }
            try transaction.audit(actor.entry("consultation.viewed", "consultation", id.uuid, found.organisation), at: clock.now)
            return found
        }
    }
}
